package dev.orthant.optimizers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.random.Streams;
import dev.orthant.tensor.weights.Gradient;
import dev.orthant.tensor.weights.Role;
import dev.orthant.tensor.weights.Weight;
import dev.orthant.tensor.weights.WeightGradients;
import dev.orthant.tensor.weights.Weights;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A step from the factors of a gradient against the same step from its numbers.
class UnformedGradientTest {
    private static final long SEED = 5;
    private static final int WIDTH = 23;
    private static final int FAN_IN = 37;
    private static final int BATCH = 7;
    private static final int STEPS = 5;

    /// Every rule, whether it takes products or forms them: those that do must be found here without anybody listing them.
    static Stream<Rules.Entry> rules() {
        return Rules.all().stream();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void aStepFromTheFactorsIsTheStepFromTheNumbers(Rules.Entry entry) {
        compare(entry.rule());
    }

    /// Of the rules in the list these need no entries, only norms.
    @Test
    void theRulesThatTakeProductsAreThese() {
        assertEquals(
                List.of(
                        "sgd",
                        "lars, norms alone",
                        "fromage",
                        "fromage, bound",
                        "global fromage",
                        "neuron-normalised",
                        "nero",
                        "nero, mean alone",
                        "nero, norm alone",
                        "agd",
                        "relative Frobenius"),
                rules().filter(entry -> entry.rule().takesProducts())
                        .map(Rules.Entry::name)
                        .toList());
    }

    /// A rule that needs all entries forms them, and gives the same bits.
    @Test
    void aRuleThatNeedsAllEntriesFormsThem() {
        for (Optimizer<?> rule : List.of(new Sgd(0.1, 0.9), new Adam(0.1))) {
            assertTrue(!rule.takesProducts());
            compare(rule);
        }
    }

    private static <S> void compare(Optimizer<S> rule) {
        Weights formed = weights();
        Weights unformed = weights();
        S formedState = rule.start(formed);
        S unformedState = rule.start(unformed);
        for (int step = 0; step < STEPS; step++) {
            Streams streams = Streams.ofSeed(SEED).indexed(step);
            Gradient.Product product = new Gradient.Product(
                    streams.named("upstream").gaussian(Shape.of(BATCH, WIDTH)),
                    streams.named("inputs").gaussian(Shape.of(BATCH, FAN_IN)));
            Weights numbers = Weights.of(List.of(new Weight("weight", Role.MATRIX, product.formed())));
            formedState = rule.step(formed, numbers, formedState, 0.7);
            unformedState = rule.step(unformed, WeightGradients.of(unformed, weight -> product), unformedState, 0.7);
        }
        // A weight is moved by b products, each rounded twice, where the formed gradient rounds b times on its own;
        // norms
        // differ by less. Each step leaves an error of at most 3 b u relative to its length, which is below the norm of
        // the weights; the projection of Nero carries it on without growth.
        double difference = formed.minus(unformed).norm();
        double allowed = STEPS * 3 * BATCH * 0x1p-24 * (formed.norm() + steepest(rule));
        assertTrue(difference <= allowed, rule + ": " + difference + " of " + allowed + " allowed, seed " + SEED);
    }

    /// Gradient descent moves by the gradient's own length: about 0.1 √(7 · 23 · 37).
    private static double steepest(Optimizer<?> rule) {
        return rule instanceof Sgd ? 8 : 0;
    }

    private static Weights weights() {
        Tensor tensor = Streams.ofSeed(SEED).named("weights").gaussian(Shape.of(WIDTH, FAN_IN));
        return Weights.of(List.of(new Weight("weight", Role.MATRIX, tensor)));
    }

    @Test
    void normsComeFromTheGramMatrixEvenWhereExamplesCancel() {
        Tensor inputs = Streams.ofSeed(SEED).gaussian(Shape.of(1, FAN_IN));
        float[] twice = new float[2 * FAN_IN];
        System.arraycopy(inputs.toArray(), 0, twice, 0, FAN_IN);
        System.arraycopy(inputs.toArray(), 0, twice, FAN_IN, FAN_IN);
        twice[FAN_IN] = Math.nextUp(twice[0]); // the examples differ by one unit in the last place of one number
        Gradient.Product product =
                new Gradient.Product(Tensor.of(Shape.of(2, 1), 1, -1), Tensor.of(Shape.of(2, FAN_IN), twice));
        double expected = Math.pow((double) twice[FAN_IN] - twice[0], 2);
        double norm = Math.pow(inputs.toArray()[0], 2) + 2.0 * FAN_IN;
        // (fanIn + 2b) 2⁻⁵³ (Σ |d| ‖h‖)², as the method states.
        double allowed = (FAN_IN + 4) * 0x1p-53 * 4 * 2 * norm;
        assertEquals(expected, product.rowSumOfSquares(0, product.gram()), allowed);
        assertEquals(expected, product.sumOfSquares(), allowed);
    }

    @Test
    void aFormedGradientIsHandedOnAsItIs() {
        Weights weights = weights();
        Weights gradient = weights.times(2);
        assertArrayEquals(
                gradient.get("weight").toArray(),
                WeightGradients.formed(weights, gradient).formed().get("weight").toArray());
    }
}

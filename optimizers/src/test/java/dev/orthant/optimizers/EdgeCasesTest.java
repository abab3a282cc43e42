package dev.orthant.optimizers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orthant.optimizers.constraint.BalancedNeurons;
import dev.orthant.optimizers.constraint.UnitNeurons;
import dev.orthant.tensor.MatrixView;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.kernel.ActiveKernels;
import dev.orthant.tensor.parallel.Parallel;
import dev.orthant.tensor.random.Streams;
import dev.orthant.tensor.weights.Role;
import dev.orthant.tensor.weights.Weight;
import dev.orthant.tensor.weights.Weights;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Where rules divide by zero, begin, or meet what is not a number.
class EdgeCasesTest {
    static List<Rules.Entry> rules() {
        return Rules.all();
    }

    private static Weights matrix(int rows, int columns, float... numbers) {
        return Weights.of(List.of(new Weight("w", Role.MATRIX, Tensor.of(Shape.of(rows, columns), numbers))));
    }

    private static Weights bias(float... numbers) {
        return Weights.of(List.of(new Weight("b", Role.BIAS, Tensor.of(Shape.of(numbers.length), numbers))));
    }

    private static <S> float[] once(Optimizer<S> rule, Weights weights, Weights gradient) {
        rule.step(weights, gradient, rule.start(weights), 1);
        return weights.all().iterator().next().tensor().toArray();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void aZeroGradientAtTheFirstStepGivesFiniteWeights(Rules.Entry entry) {
        ThreeLayerProblem problem = new ThreeLayerProblem(entry.biases());
        Weights weights = problem.initial();
        TrajectoryTest.Run<?> run = new TrajectoryTest.Run<>(entry.rule(), weights);
        run.step(problem.initial().times(0));
        assertTrue(weights.all().stream().allMatch(weight -> weight.tensor().isFinite()), entry.name());
    }

    /// As after a training set is fitted with a large margin: the norms' ratio is beyond float32, and some gradients are 0.
    @ParameterizedTest
    @MethodSource("rules")
    void aGradientOfSubnormalNumbersGivesFiniteWeights(Rules.Entry entry) {
        stepsByVanishingGradient(entry, weight -> true);
    }

    /// Rules that mix the layers' norms take long steps in the one that has no gradient to speak of.
    @ParameterizedTest
    @MethodSource("rules")
    void subnormalNumbersInOneTensorGiveFiniteWeights(Rules.Entry entry) {
        ThreeLayerProblem problem = new ThreeLayerProblem(entry.biases());
        String last = List.copyOf(problem.initial().all()).getLast().name();
        stepsByVanishingGradient(entry, weight -> weight.name().equals(last));
    }

    private static void stepsByVanishingGradient(Rules.Entry entry, Predicate<Weight> vanishes) {
        ThreeLayerProblem problem = new ThreeLayerProblem(entry.biases());
        Weights weights = problem.initial();
        TrajectoryTest.Run<?> run = new TrajectoryTest.Run<>(entry.rule(), weights);
        Weights gradient = problem.initial();
        for (Weight weight : gradient.all()) {
            float[] numbers = weight.tensor().span().array();
            for (int i = 0; i < numbers.length && vanishes.test(weight); i++) {
                numbers[i] *= i == 0 ? 0 : 1e-42f;
            }
        }
        run.step(gradient);
        run.step(gradient);
        assertTrue(weights.all().stream().allMatch(weight -> weight.tensor().isFinite()), entry.name());
    }

    @ParameterizedTest
    @MethodSource("rules")
    void zeroWeightsGiveFiniteWeights(Rules.Entry entry) {
        ThreeLayerProblem problem = new ThreeLayerProblem(entry.biases());
        Weights weights = problem.initial().times(0);
        TrajectoryTest.Run<?> run = new TrajectoryTest.Run<>(entry.rule(), weights);
        run.step(problem.initial());
        run.step(problem.initial());
        assertTrue(weights.all().stream().allMatch(weight -> weight.tensor().isFinite()), entry.name());
    }

    @ParameterizedTest
    @MethodSource("rules")
    void notANumberInAGradientReachesTheWeightsOrStopsTraining(Rules.Entry entry) {
        ThreeLayerProblem problem = new ThreeLayerProblem(entry.biases());
        Weights weights = problem.initial();
        TrajectoryTest.Run<?> run = new TrajectoryTest.Run<>(entry.rule(), weights);
        Weights gradient = problem.initial();
        for (Weight weight : gradient.all()) {
            weight.tensor().span().array()[1] = Float.NaN;
        }
        try {
            for (int step = 0; step < 5; step++) { // Lookahead shows it in every fifth step at the latest
                run.step(gradient.copy());
            }
        } catch (ArithmeticException refused) {
            assertTrue(String.valueOf(refused.getMessage()).contains("NaN"), entry.name());
            return;
        }
        assertTrue(weights.all().stream().noneMatch(weight -> weight.tensor().isFinite()), entry.name());
    }

    @ParameterizedTest
    @MethodSource("rules")
    void aGradientOfAnotherFormIsRefused(Rules.Entry entry) {
        ThreeLayerProblem problem = new ThreeLayerProblem(entry.biases());
        TrajectoryTest.Run<?> run = new TrajectoryTest.Run<>(entry.rule(), problem.initial());
        assertThrows(RuntimeException.class, () -> run.step(matrix(1, 1, 0)));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void aRateOfZeroLeavesTheWeightsOrTheirDirections(Rules.Entry entry) {
        ThreeLayerProblem problem = new ThreeLayerProblem(entry.biases());
        Weights weights = problem.initial();
        stepWithRate(entry.rule(), weights, problem.initial(), 0);
        Weights begun = problem.initial();
        entry.rule().start(begun);
        double distance = weights.minus(begun).norm() / begun.norm();
        // projecting twice rounds once more; Madam still clamps, and its whole numbers keep a factor of at least 1
        boolean moves = entry.rule() instanceof Madam || entry.rule() instanceof IntegerMadam;
        assertTrue(moves || distance < 1e-6, entry + " moved by " + distance);
    }

    private static <S> void stepWithRate(Optimizer<S> rule, Weights weights, Weights gradient, double multiplier) {
        rule.step(weights, gradient, rule.start(weights), multiplier);
    }

    @Test
    void adamsFirstStepHasTheLengthOfTheRateWhateverTheGradient() {
        float[] moved = once(new Adam(0.25), matrix(1, 3, 1, 1, 1), matrix(1, 3, 1e-3f, -1e3f, 0));
        assertArrayEquals(new float[] {0.75f, 1.25f, 1}, moved, 3e-6f); // ε / 1e-3 = 1e-5 of a quarter
    }

    @Test
    void theFirstVelocityIsNotDampened() {
        Sgd sgd = new Sgd(0.5, 0.5, 0.5, 0, false);
        assertArrayEquals(new float[] {0.5f}, once(sgd, matrix(1, 1, 1), matrix(1, 1, 1)));
    }

    @Test
    void diffGradsHandExampleAndItsFirstCodeWhichWasAdamAtHalfTheRate() {
        // w = 1, g = 0.5, η = 0.1: the step is η / (1 + e^-0.5) = 0.0622459
        float[] moved = once(new DiffGrad(0.1, 0.9, 0.999, 1e-30), matrix(1, 1, 1), matrix(1, 1, 0.5f));
        assertEquals(1 - 0.0622459, moved[0], 2e-7);
        // a gradient that never changes: Ξ = 1/2 from the second step on, as the first code had it always
        DiffGrad diffGrad = new DiffGrad(0.1, 0.9, 0.999, 1e-30);
        Adam adam = new Adam(0.05, 0.9, 0.999, 1e-30, 0);
        Weights one = matrix(1, 1, 1);
        DiffGrad.State state = diffGrad.start(one);
        Weights other = matrix(1, 1, 1);
        Adam.State adamState = adam.start(other);
        for (int step = 0; step < 3; step++) {
            float before = one.get("w").item();
            float adamBefore = other.get("w").item();
            state = diffGrad.step(one, matrix(1, 1, 0.5f), state, 1);
            adamState = adam.step(other, matrix(1, 1, 0.5f), adamState, 1);
            if (step > 0) {
                assertEquals(
                        adamBefore - other.get("w").item(),
                        before - one.get("w").item(),
                        2e-7,
                        "step " + step);
            }
        }
    }

    @Test
    void theThreeSignsOfZeroStayDriftAndDiffuse() {
        Weights zeros = matrix(1, 1000, new float[1000]);
        float[] stay = once(new SignSgd(1, 0, SignOfZero.ZERO, 0), zeros.copy(), zeros.copy());
        float[] drift = once(new SignSgd(1, 0, SignOfZero.PLUS, 0), zeros.copy(), zeros.copy());
        float[] coins = once(new SignSgd(1, 0, SignOfZero.RANDOM, 3), zeros.copy(), zeros.copy());
        int heads = 0;
        for (int i = 0; i < 1000; i++) {
            assertEquals(0, stay[i]);
            assertEquals(-1, drift[i]);
            assertEquals(1, Math.abs(coins[i]));
            heads += coins[i] > 0 ? 1 : 0;
        }
        // 1000 fair coins have a standard error of 16
        assertEquals(500, heads, 4 * 16, "seed 3");
        float[] again = once(new Signum(1, 0, 0, SignOfZero.RANDOM, 3), zeros.copy(), zeros.copy());
        assertArrayEquals(coins, again);
        // a second step throws other coins
        SignSgd rule = new SignSgd(1, 0, SignOfZero.RANDOM, 3);
        Weights twice = zeros.copy();
        rule.step(twice, zeros, rule.step(twice, zeros, rule.start(twice), 1), 1);
        int returned = 0;
        for (float number : twice.get("w").toArray()) {
            returned += number == 0 ? 1 : 0;
        }
        assertEquals(500, returned, 4 * 16, "seed 3");
    }

    @Test
    void fromageKeepsTheNormUnderAnOrthogonalGradient() {
        float[] moved = once(new Fromage(0.5), matrix(1, 2, 3, 4), matrix(1, 2, -8, 6));
        assertEquals(5, Math.hypot(moved[0], moved[1]), 1e-6); // two roundings of numbers up to 5
        float[] grown = once(new Lars(0.5, 0, 0), matrix(1, 2, 3, 4), matrix(1, 2, -8, 6));
        assertEquals(5 * Math.sqrt(1.25), Math.hypot(grown[0], grown[1]), 1e-6);
    }

    @Test
    void fromageWithoutAGradientStillDividesByItsCorrection() {
        float expected = (float) (2 / Math.sqrt(1.25));
        assertArrayEquals(new float[] {expected}, once(new Fromage(0.5), matrix(1, 1, 2), matrix(1, 1, 0)), 2e-7f);
    }

    @Test
    void fromageMovesATensorThatBeginsAtZeroEvenUnderABound() {
        float[] moved = once(new Fromage(0.5, 1), bias(0, 0), bias(1, 0));
        assertArrayEquals(new float[] {(float) (-0.5 / Math.sqrt(1.25)), 0}, moved, 1e-7f);
    }

    @Test
    void fromagesBoundHoldsTheNorm() {
        Fromage fromage = new Fromage(0.5, 1.05);
        Weights weights = matrix(1, 2, 3, 4);
        Fromage.State state = fromage.start(weights);
        for (int step = 0; step < 20; step++) {
            state = fromage.step(weights, matrix(1, 2, -3, -4), state, 1);
            assertTrue(weights.norm() <= 5.25 * (1 + 2e-7), "step " + step + ": " + weights.norm());
        }
        assertEquals(5.25, weights.norm(), 1e-6);
    }

    @Test
    void lambLeavesOutTheRatioWhereANormIsZeroAndCapsLargeOnes() {
        assertArrayEquals(new float[] {0, 0}, once(new Lamb(0.5), bias(0, 0), bias(0, 0)));
        // u = g / sqrt(0.001 g²) = 31.6 for both: a step of η u without the ratio
        float[] free = once(new Lamb(0.5, 0, 0.999, 1e-12, 0, 10), bias(0, 0), bias(2, 2));
        assertEquals(-0.5 / Math.sqrt(0.001), free[0], 1e-4);
        // norm 50 counts as 10: a step of η · 10 / √2 in each of two entries
        float[] capped = once(new Lamb(0.5, 0, 0.999, 1e-12, 0, 10), bias(30, 40), bias(2, 2));
        assertEquals(30 - 5 / Math.sqrt(2), capped[0], 1e-5);
    }

    @Test
    void madamKeepsSignsZerosAndItsLargestMagnitude() {
        Madam madam = new Madam(0.5, 1, 10, 0.999);
        Weights weights = matrix(1, 4, 1, -1, 0, 0.25f);
        float largest = (float) Math.sqrt((1 + 1 + 0.0625) / 4);
        Madam.State state = madam.start(weights);
        state = madam.step(weights, matrix(1, 4, 1e-3f, 1e3f, 5, 0), state, 1);
        // the first step changes every weight by exp(± η); the second entry would grow past the bound
        float[] expected = {(float) Math.exp(-0.5), -largest, 0, 0.25f};
        assertArrayEquals(expected, weights.get("w").toArray(), 2e-7f);
        for (int step = 0; step < 200; step++) {
            state = madam.step(weights, matrix(1, 4, 1, 1, 1, -1), state, 1);
            float[] now = weights.get("w").toArray();
            assertTrue(now[0] > 0 && now[1] < 0 && now[2] == 0 && now[3] > 0, "step " + step);
            assertTrue(Math.abs(now[1]) <= largest && now[3] <= largest, "step " + step);
        }
    }

    @Test
    void anUnderflowingGradientDoesNotMoveMadamOrANeuron() {
        // the square of 1e-30 is 0 in float32: 0 / 0 by the formula, no step by decision
        assertArrayEquals(new float[] {2}, once(new Madam(0.5), matrix(1, 1, 2), matrix(1, 1, 1e-30f)));
        float[] before = {1, 2};
        assertArrayEquals(before, once(new NeuronNormalised(0.5, 0), matrix(1, 2, 1, 2), matrix(1, 2, 1e-23f, 0)));
    }

    /// The mean of squares is below float32 for the first of these gradients, and for the others a whole number of at most
    /// 2¹⁷ of its smallest units. The last is large enough: it turns its neuron.
    @Test
    void aNeuronWhoseMeanSquareHasNoBitsLeftDoesNotMoveInTwoThousandSteps() {
        for (float tiny : new float[] {1e-22f, 5e-22f, 8.4e-22f, 1e-21f, 1e-20f, 1e-18f}) {
            NeuronNormalised rule = new NeuronNormalised(0.01, 0.999);
            Weights weights = matrix(1, 2, 3, 4);
            NeuronNormalised.State state = rule.start(weights);
            for (int step = 0; step < 2000; step++) {
                float[] last = weights.get("w").toArray();
                state = rule.step(weights, matrix(1, 2, tiny, 0), state, 1);
                float[] now = weights.get("w").toArray();
                // η σ = 0.05 is the length of every step of a gradient that stays the same; sums up to 97 round by 4e-6
                assertTrue(last[0] - now[0] <= 0.05 + 4e-6, tiny + ": " + last[0] + " to " + now[0]);
            }
            assertEquals(tiny < 1e-19f, weights.get("w").toArray()[0] == 3, "gradient " + tiny);
        }
    }

    /// An infinite root would freeze the weight for ever, and silently.
    @ParameterizedTest
    @ValueSource(floats = {2e19f, 1e30f, Float.MAX_VALUE, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void aMeanSquareThatOverflowsBecomesNotANumberOrStopsTraining(float huge) {
        float[] gradient = new float[67]; // vector and scalar part of the kernel
        Arrays.fill(gradient, huge);
        float[] ones = new float[67];
        Arrays.fill(ones, 1);
        for (float weight : once(new Madam(0.5), matrix(1, 67, ones), matrix(1, 67, gradient))) {
            assertTrue(Float.isNaN(weight), "Madam: " + weight);
        }
        IntegerMadam whole = new IntegerMadam(8, 0.01, 1);
        assertThrows(ArithmeticException.class, () -> once(whole, matrix(1, 67, ones), matrix(1, 67, gradient)));
        // (1 − β) ‖g‖² overflows from ‖g‖ = 5.8e20 on
        if (!(Math.abs(huge) < 1e20)) {
            for (float weight : once(new NeuronNormalised(0.5, 0.999), matrix(1, 67, ones), matrix(1, 67, gradient))) {
                assertTrue(Float.isNaN(weight), "neuron-normalised: " + weight);
            }
        }
    }

    @Test
    void averagingIsTheMeanOfWhatWasAveraged() {
        var rule = new StochasticWeightAveraging<>(new Sgd(1, 0), 2, 2);
        Weights weights = matrix(1, 1, 8);
        var state = rule.start(weights);
        for (int step = 0; step < 6; step++) { // 7, 6, 5, 4, 3, 2
            state = rule.step(weights, matrix(1, 1, 1), state, 1);
        }
        assertEquals(3, state.count());
        assertEquals(4, state.average().get("w").item(), 1e-6); // (6 + 4 + 2) / 3
        assertEquals(2, weights.get("w").item());
    }

    @Test
    void clippingByNormLeavesSmallGradientsAlone() {
        Weights small = matrix(1, 2, 3, 4);
        new Clipped.ByNorm(5).apply(small);
        assertArrayEquals(new float[] {3, 4}, small.get("w").toArray());
        Weights large = matrix(1, 2, 30, 40);
        new Clipped.ByNorm(5).apply(large);
        assertArrayEquals(new float[] {3, 4}, large.get("w").toArray(), 1e-6f);
    }

    @Test
    void aWeightWithoutAGroupIsNamed() {
        var rule = new ParameterGroups(List.of(ParameterGroups.of(Role.BIAS, new Sgd(1, 0))));
        var error = assertThrows(IllegalArgumentException.class, () -> rule.start(matrix(1, 1, 0)));
        assertEquals(
                "parameter groups: w, a MATRIX, belongs to no group; end the list with ParameterGroups.rest",
                error.getMessage());
    }

    /// A matrix of more than one piece, so that threads have something to share.
    @ParameterizedTest
    @MethodSource("rules")
    void oneAndTwoThreadsGiveTheSameBits(Rules.Entry entry) throws Exception {
        Result[] results = new Result[2];
        Shape shape = Shape.of(200, 700);
        for (int threads = 1; threads <= 2; threads++) {
            results[threads - 1] = Parallel.withThreads(threads, () -> {
                Weights weights = large(Streams.ofSeed(5).gaussian(shape));
                TrajectoryTest.Run<?> run = new TrajectoryTest.Run<>(entry.rule(), weights);
                for (int step = 0; step < 2; step++) {
                    run.step(large(Streams.ofSeed(6).indexed(step).gaussian(shape)));
                }
                return new Result(SavedState.of(weights), run.save());
            });
        }
        assertEquals(results[0], results[1], entry.name());
    }

    private record Result(SavedState weights, SavedState state) {}

    private static Weights large(Tensor tensor) {
        return Weights.of(List.of(new Weight("0.weight", Role.MATRIX, tensor)));
    }

    /// A sphere is not convex: whatever averages must project, and only the outer wrapper can.
    @ParameterizedTest
    @MethodSource("rules")
    void averagesOfAConstrainedRuleStayInTheSetAndTheOtherOrderIsRefused(Rules.Entry entry) {
        averagesStayInTheSet(entry.rule(), entry);
    }

    private static <S> void averagesStayInTheSet(Optimizer<S> rule, Rules.Entry entry) {
        UnitNeurons sphere = new UnitNeurons();
        assertThrows(IllegalArgumentException.class, () -> new Constrained<>(new Lookahead<>(rule, 2, 0.5), sphere));
        assertThrows(
                IllegalArgumentException.class,
                () -> new Constrained<>(
                        new Clipped<>(new StochasticWeightAveraging<>(rule, 1, 1), new Clipped.ByNorm(1)), sphere));
        if (rule instanceof Lookahead || rule instanceof StochasticWeightAveraging) {
            assertThrows(IllegalArgumentException.class, () -> new Constrained<>(rule, sphere));
            return;
        }
        ThreeLayerProblem problem = new ThreeLayerProblem(entry.biases());
        var lookahead = new Lookahead<>(new Constrained<>(rule, sphere), 2, 0.5);
        var averaging = new StochasticWeightAveraging<>(lookahead.rule(), 1, 1);
        Weights ahead = problem.initial();
        Weights averaged = problem.initial();
        var aheadState = lookahead.start(ahead);
        var averagedState = averaging.start(averaged);
        for (int step = 0; step < 4; step++) {
            aheadState = lookahead.step(
                    ahead, problem.weights(problem.gradient(ThreeLayerProblem.arrays(ahead))), aheadState, 1);
            averagedState = averaging.step(
                    averaged, problem.weights(problem.gradient(ThreeLayerProblem.arrays(averaged))), averagedState, 1);
            assertUnitNeurons(ahead, entry + ", lookahead, step " + step);
            assertUnitNeurons(averaging.average(averagedState), entry + ", average, step " + step);
        }
    }

    /// One factor and the sum of squares of at most 100 numbers round: less than 1e-6 of 1.
    private static void assertUnitNeurons(Weights weights, String message) {
        for (Weight weight : weights.all()) {
            if (weight.role() == Role.MATRIX) {
                MatrixView neurons = weight.tensor().matrix();
                for (int i = 0; i < neurons.rows() && neurons.columns() > 1; i++) {
                    assertEquals(1, Math.sqrt(ActiveKernels.get().sumOfSquares(neurons.row(i))), 1e-6, message);
                }
            }
        }
    }

    /// Fusing the projection into the step must not change a bit of it.
    @Test
    void aNeuronProjectedInItsStepIsTheNeuronProjectedAfterIt() {
        ThreeLayerProblem problem = new ThreeLayerProblem(true);
        Weights fused = problem.initial();
        Weights apart = problem.initial();
        var nero = Nero.of(0.01, 0.9);
        var bare = new NeuronNormalised(0.01, 0.9);
        var state = nero.start(fused);
        new BalancedNeurons().project(apart);
        var bareState = bare.start(apart);
        for (int step = 0; step < 5; step++) {
            Weights gradient = problem.weights(problem.gradient(ThreeLayerProblem.arrays(fused)));
            state = nero.step(fused, gradient, state, 1);
            bareState = bare.step(apart, gradient, bareState, 1);
            new BalancedNeurons().project(apart);
            assertEquals(SavedState.of(apart), SavedState.of(fused), "step " + step);
        }
    }
}

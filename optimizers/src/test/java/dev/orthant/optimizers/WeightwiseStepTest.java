package dev.orthant.optimizers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.parallel.Parallel;
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

/// A step that moves one matrix early, against the same step made at once.
class WeightwiseStepTest {
    private static final long SEED = 6;
    private static final int BATCH = 7;
    private static final int STEPS = 3;

    /// Width and fan-in: less than a block of rows, some pieces of rows, rows of which few stay in the cache.
    private static final int[][] SIZES = {{3, 5}, {611, 37}, {130, 9000}};

    static Stream<Rules.Entry> rules() {
        return Rules.all().stream().filter(entry -> begin(entry.rule(), matrix()));
    }

    /// Without a bias, which some rules refuse.
    private static Weights matrix() {
        return Weights.of(List.of(new Weight("early", Role.MATRIX, Tensor.filled(Shape.of(2, 2), 1))));
    }

    private static <S> boolean begin(Optimizer<S> rule, Weights weights) {
        return rule.weightwise(weights, rule.start(weights), 1).isPresent();
    }

    @Test
    void theRulesThatMoveWeightByWeightAreThese() {
        assertEquals(
                List.of("neuron-normalised", "nero", "nero, mean alone", "nero, norm alone"),
                rules().map(Rules.Entry::name).toList());
    }

    private static Weights weights(int width, int fanIn) {
        Streams streams = Streams.ofSeed(SEED).named("weights");
        return Weights.of(List.of(
                new Weight("early", Role.MATRIX, streams.named("early").gaussian(Shape.of(width, fanIn))),
                new Weight("late", Role.MATRIX, streams.named("late").gaussian(Shape.of(4, 5))),
                new Weight("bias", Role.BIAS, streams.named("bias").gaussian(Shape.of(4)))));
    }

    private static Gradient.Product product(int step, int width, int fanIn) {
        Streams streams = Streams.ofSeed(SEED).indexed(step);
        return new Gradient.Product(
                streams.named("upstream").gaussian(Shape.of(BATCH, width)),
                streams.named("inputs").gaussian(Shape.of(BATCH, fanIn)));
    }

    private static WeightGradients gradients(Weights weights, Gradient.Product early) {
        return WeightGradients.of(
                weights,
                weight -> weight.name().equals("early")
                        ? early
                        : new Gradient.Formed(weight.tensor().copy()));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void theWeightsHaveTheBitsOfTheStepAtOnce(Rules.Entry entry) {
        for (int[] size : SIZES) {
            compare(entry.rule(), size[0], size[1]);
        }
    }

    private static <S> void compare(Optimizer<S> rule, int width, int fanIn) {
        Weights atOnce = weights(width, fanIn);
        Weights early = weights(width, fanIn);
        S stateAtOnce = rule.start(atOnce);
        S stateEarly = rule.start(early);
        for (int step = 0; step < STEPS; step++) {
            Gradient.Product product = product(step, width, fanIn);
            WeightGradients gradients = gradients(atOnce, product);
            Tensor before = early.get("early").copy();
            stateAtOnce = rule.step(atOnce, gradients, stateAtOnce, 0.7);
            WeightwiseStep<S> begun = rule.weightwise(early, stateEarly, 0.7).orElseThrow();
            assertCarried(product.upstream(), before, begun.moveAndCarry("early", product));
            stateEarly = begun.finish(gradients);
        }
        for (Weight weight : atOnce.all()) {
            assertArrayEquals(
                    weight.tensor().toArray(),
                    early.get(weight.name()).toArray(),
                    rule + ", " + weight.name() + ", seed " + SEED);
        }
    }

    /// D W against the sum in float64: off by at most γ Σᵢ |dᵢ wᵢ|, γ = n u / (1 − n u) with n = rows + 17 roundings on a
    /// product's way, one for itself and one for each of at most 16 pieces among them.
    private static void assertCarried(Tensor upstream, Tensor weights, Tensor carried) {
        int rows = weights.shape().axis(0);
        int columns = weights.shape().axis(1);
        float[] d = upstream.toArray();
        float[] w = weights.toArray();
        double gamma = (rows + 17) * 0x1p-24 / (1 - (rows + 17) * 0x1p-24);
        assertEquals(Shape.of(BATCH, columns), carried.shape());
        for (int example = 0; example < BATCH; example++) {
            for (int j = 0; j < columns; j++) {
                double sum = 0;
                double size = 0;
                for (int i = 0; i < rows; i++) {
                    double term = (double) d[example * rows + i] * w[i * columns + j];
                    sum += term;
                    size += Math.abs(term);
                }
                double error = Math.abs(carried.at(example, j) - sum);
                assertTrue(error <= gamma * size, () -> "off by " + error + ", seed " + SEED);
            }
        }
    }

    @Test
    void theBitsDoNotDependOnTheNumberOfThreads() throws Exception {
        float[][] one = Parallel.withThreads(1, WeightwiseStepTest::step);
        for (int threads : new int[] {2, 3, 8}) {
            float[][] many = Parallel.withThreads(threads, WeightwiseStepTest::step);
            assertArrayEquals(one[0], many[0], threads + " threads, weights");
            assertArrayEquals(one[1], many[1], threads + " threads, carried");
        }
    }

    private static float[][] step() {
        Weights weights = weights(611, 137);
        Constrained<NeuronNormalised.State> nero = Nero.standard();
        WeightwiseStep<?> step =
                nero.weightwise(weights, nero.start(weights), 1).orElseThrow();
        Tensor carried = step.moveAndCarry("early", product(0, 611, 137));
        return new float[][] {weights.get("early").toArray(), carried.toArray()};
    }

    @Test
    void aWeightMovesOnceInAStep() {
        Weights weights = weights(3, 5);
        Constrained<NeuronNormalised.State> nero = Nero.standard();
        WeightwiseStep<?> step =
                nero.weightwise(weights, nero.start(weights), 1).orElseThrow();
        step.moveAndCarry("early", product(0, 3, 5));
        assertRefused(step, "early", "has been moved already");
        assertRefused(step, "other", "there is no weight other");
    }

    private static void assertRefused(WeightwiseStep<?> step, String name, String why) {
        String message = String.valueOf(assertThrows(
                        IllegalArgumentException.class, () -> step.moveAndCarry(name, product(0, 3, 5)))
                .getMessage());
        assertTrue(message.contains(why), message);
    }
}

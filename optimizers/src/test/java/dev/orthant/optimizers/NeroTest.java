package dev.orthant.optimizers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.orthant.tensor.MatrixView;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.ShapeException;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.kernel.ActiveKernels;
import dev.orthant.tensor.kernel.Kernels;
import dev.orthant.tensor.parallel.Parallel;
import dev.orthant.tensor.random.Streams;
import dev.orthant.tensor.weights.Role;
import dev.orthant.tensor.weights.Weight;
import dev.orthant.tensor.weights.Weights;
import java.util.List;
import org.junit.jupiter.api.Test;

class NeroTest {
    private static final long SEED = 3;

    private static Weights matrix(Tensor tensor) {
        return Weights.of(List.of(new Weight("weight", Role.MATRIX, tensor)));
    }

    private static Weights bias(float... numbers) {
        return Weights.of(List.of(new Weight("bias", Role.BIAS, Tensor.of(Shape.of(numbers.length), numbers))));
    }

    private static Tensor gaussian(String name, int rows, int columns) {
        return Streams.ofSeed(SEED).named(name).gaussian(Shape.of(rows, columns));
    }

    @Test
    void neuronsStayCentredAndOfUnitNormOverAThousandSteps() {
        Weights weights = matrix(gaussian("weights", 7, 33));
        var nero = Nero.standard();
        var state = nero.start(weights);
        for (int step = 0; step < 1000; step++) {
            state = nero.step(weights, matrix(gaussian("gradient " + step, 7, 33)), state, 1);
        }
        Kernels kernels = ActiveKernels.get();
        MatrixView neurons = weights.get("weight").matrix();
        for (int i = 0; i < neurons.rows(); i++) {
            // The last projection leaves rounding only: of the mean, of 33 differences, of one factor; < 40 u = 3e-6.
            assertEquals(0, kernels.sum(neurons.row(i)) / 33, 1e-6, "mean of neuron " + i + ", seed " + SEED);
            assertEquals(1, Math.sqrt(kernels.sumOfSquares(neurons.row(i))), 3e-6, "norm of neuron " + i);
        }
    }

    @Test
    void oneStepAlongATangentTurnsANeuronByTheArctangentOfTheLearningRate() {
        // Row and gradient have mean zero and are orthogonal to each other.
        Weights weights = matrix(Tensor.of(Shape.of(1, 4), 1, -1, 0, 0));
        Weights gradient = matrix(Tensor.of(Shape.of(1, 4), 0, 0, 5, -5));
        var nero = Nero.of(0.1, 0.999);
        var state = nero.start(weights);
        float[] before = weights.get("weight").toArray();
        Weights beforeStep = weights.copy();
        state = nero.step(weights, gradient, state, 1);
        double cosine = ActiveKernels.get()
                .dot(beforeStep.get("weight").span(), weights.get("weight").span());
        // cos(atan η) = 1/√(1 + η²); a dozen float32 roundings
        assertEquals(1 / Math.sqrt(1 + 0.01), cosine, 1e-6);
        assertEquals(1, state.steps());
        assertArrayEquals(new float[] {(float) Math.sqrt(0.5), -(float) Math.sqrt(0.5), 0, 0}, before, 1e-7f);
    }

    @Test
    void aZeroGradientMovesNothing() {
        Weights weights = matrix(gaussian("weights", 3, 5));
        var nero = new NeuronNormalised(0.01, 0.999);
        var state = nero.start(weights);
        float[] before = weights.get("weight").toArray();
        nero.step(weights, matrix(Tensor.zeros(Shape.of(3, 5))), state, 1);
        assertArrayEquals(before, weights.get("weight").toArray());
    }

    @Test
    void theFirstStepDoesNotDependOnTheScaleOfTheGradient() {
        Tensor direction = gaussian("gradient", 3, 5);
        Weights once = matrix(gaussian("weights", 3, 5));
        Weights thousandfold = once.copy();
        var nero = Nero.standard();
        nero.step(once, matrix(direction), nero.start(once), 1);
        nero.step(thousandfold, matrix(direction).times(1024), nero.start(thousandfold), 1);
        // Factor 1024 is exact; the float32 mean square and its root round: a relative 1e-7 of a step of 0.01.
        assertArrayEquals(
                once.get("weight").toArray(), thousandfold.get("weight").toArray(), 1e-8f);
    }

    @Test
    void aBiasThatBeginsAtZeroMovesByAHundredthOfTheRate() {
        Weights weights = bias(0, 0);
        var nero = Nero.of(0.5, 0.999);
        nero.step(weights, bias(-3, 0), nero.start(weights), 1);
        assertArrayEquals(new float[] {0.005f, 0}, weights.get("bias").toArray(), 1e-8f);
    }

    @Test
    void aNeuronOfOneInputIsNotProjectedAndAConstantNeuronBecomesZero() {
        Weights single = matrix(Tensor.of(Shape.of(2, 1), 3, -2));
        Nero.standard().start(single);
        assertArrayEquals(new float[] {3, -2}, single.get("weight").toArray());
        Weights constant = matrix(Tensor.of(Shape.of(1, 3), 0.1f, 0.1f, 0.1f));
        Nero.standard().start(constant);
        assertArrayEquals(new float[3], constant.get("weight").toArray());
    }

    @Test
    void theScheduleScalesTheStep() {
        Weights whole = matrix(Tensor.of(Shape.of(1, 2), 3, 4));
        Weights half = whole.copy();
        var rule = new NeuronNormalised(0.2, 0);
        Weights gradient = matrix(Tensor.of(Shape.of(1, 2), 1, 0));
        rule.step(whole, gradient, rule.start(whole), 1);
        rule.step(half, gradient, rule.start(half), 0.5);
        // scale 5, unit gradient: steps of 1 and 0.5
        assertArrayEquals(new float[] {2, 4}, whole.get("weight").toArray(), 1e-6f);
        assertArrayEquals(new float[] {2.5f, 4}, half.get("weight").toArray(), 1e-6f);
    }

    @Test
    void oneAndTwoThreadsGiveTheSameBits() throws Exception {
        float[][] results = new float[2][];
        for (int threads = 1; threads <= 2; threads++) {
            results[threads - 1] = Parallel.withThreads(threads, () -> {
                Weights weights = matrix(gaussian("weights", 300, 700));
                var nero = Nero.standard();
                var state = nero.start(weights);
                for (int step = 0; step < 3; step++) {
                    state = nero.step(weights, matrix(gaussian("gradient " + step, 300, 700)), state, 1);
                }
                return weights.get("weight").toArray();
            });
        }
        assertArrayEquals(results[0], results[1]);
    }

    @Test
    void aGradientOfAnotherFormIsRefused() {
        Weights weights = matrix(gaussian("weights", 3, 5));
        var nero = Nero.standard();
        var state = nero.start(weights);
        ShapeException error = assertThrows(
                ShapeException.class, () -> nero.step(weights, matrix(gaussian("gradient", 5, 3)), state, 1));
        assertEquals(
                "optimizer step: weight is [3, 5] on one side and [5, 3] on the other; the shapes must be the same",
                error.getMessage());
        assertThrows(IllegalArgumentException.class, () -> Nero.of(Double.NaN, 0.9));
        assertThrows(IllegalArgumentException.class, () -> Nero.of(0.1, 1));
    }
}

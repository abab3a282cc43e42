package dev.orthant.layers.infinite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orthant.layers.Layer;
import dev.orthant.layers.Linear;
import dev.orthant.layers.Sequential;
import dev.orthant.layers.activation.Erf;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.ShapeException;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.linear.Matrix;
import dev.orthant.tensor.linear.NotPositiveDefinite;
import dev.orthant.tensor.random.Streams;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GradientFlowTest {
    private static final Layer NETWORK = Sequential.of(
            new Linear(1, 1.2 * 1.2, 0.05 * 0.05),
            new Erf(),
            new Linear(1, 1.2 * 1.2, 0.05 * 0.05),
            new Erf(),
            new Linear(1, 1.2 * 1.2, 0.05 * 0.05));

    /// The inputs of the golden kernels; the third is the test example.
    private static final KernelBlock ALL = NETWORK.kernel(
            KernelBlock.ofInputs(Tensor.of(Shape.of(3, 4), 1, 0, -1, 2, 0.5f, -1.5f, 2, 0, 2, 1, 0, -1)));

    private static final KernelBlock TRAIN = ALL.part(new int[] {0, 1}, new int[] {0, 1});
    private static final KernelBlock CROSS = ALL.part(new int[] {2}, new int[] {0, 1});
    private static final Matrix TEST = ALL.part(new int[] {2}, new int[] {2}).nngp();
    private static final Matrix TARGETS = Matrix.columnOf(1, -1);

    private static final GradientFlow NTK = GradientFlow.ofNtk(TRAIN, 1, 1);
    private static final GradientFlow NNGP = GradientFlow.ofNngp(TRAIN, 1, 1);

    private static void assertMoments(double time, double ntkMean, double ntkVariance, double mean, double variance) {
        GradientFlow.Moment ntk = NTK.at(time);
        assertEquals(ntkMean, ntk.mean(CROSS.ntk(), TARGETS).at(0, 0), 1e-10, "t = " + time);
        assertEquals(
                ntkVariance, ntk.covariance(CROSS.ntk(), CROSS.nngp(), TEST).at(0, 0), 1e-10, "t = " + time);
        GradientFlow.Moment nngp = NNGP.at(time);
        assertEquals(mean, nngp.mean(CROSS.nngp(), TARGETS).at(0, 0), 1e-10, "t = " + time);
        assertEquals(variance, nngp.covariance(CROSS.nngp(), CROSS.nngp(), TEST).at(0, 0), 1e-10, "t = " + time);
    }

    /// Made with neural-tangents (commit c17e770, float64): twelve digits.
    @Test
    void momentsAreTheGoldenOnes() {
        assertMoments(0, 0, 0.633734753527, 0, 0.633734753527);
        assertMoments(1, 0.031577365989, 0.632150364735, 0.016613191887, 0.632816717639);
        assertMoments(50, 0.041145831138, 0.631878200930, 0.052779623672, 0.631799594563);
        assertMoments(Double.POSITIVE_INFINITY, 0.041145831138, 0.631878200930, 0.052779622410, 0.631799594563);
        GradientFlow.Moment once = NTK.at(1);
        Matrix mean = once.mean(TRAIN.ntk(), TARGETS);
        assertEquals(0.758832864837, mean.at(0, 0), 1e-10);
        assertEquals(-0.766803720808, mean.at(1, 0), 1e-10);
        Matrix covariance = once.covariance(TRAIN.ntk(), TRAIN.nngp(), TRAIN.nngp());
        assertEquals(0.052270113298, covariance.at(0, 0), 1e-10);
        assertEquals(0.008756388573, covariance.at(0, 1), 1e-10);
        assertEquals(0.049916048782, covariance.at(1, 1), 1e-10);
        assertEquals(1.3892884296, GradientFlow.maximalLearningRate(TRAIN.ntk(), 1, 0), 1e-10);
    }

    @Test
    void theMeanMovesAlongTheGradient() {
        // df/dt = −η/N Θ (f − y) on the training examples
        Matrix train = TRAIN.ntk();
        double step = 1e-4;
        Matrix ahead = NTK.at(3 + step).mean(train, TARGETS);
        Matrix behind = NTK.at(3 - step).mean(train, TARGETS);
        Matrix velocity =
                train.multiply(TARGETS.minus(NTK.at(3).mean(train, TARGETS))).scaled(0.5);
        for (int i = 0; i < 2; i++) {
            double difference = (ahead.at(i, 0) - behind.at(i, 0)) / (2 * step);
            assertEquals(velocity.at(i, 0), difference, 1e-8); // truncation step² f‴/6
        }
    }

    @Test
    void afterAllTimeTheNngpFlowIsTheGaussianProcess() {
        KernelBlock block =
                NETWORK.kernel(KernelBlock.ofInputs(Streams.ofSeed(4).gaussian(Shape.of(30, 40))));
        int[] train = IntStream.range(0, 25).toArray();
        int[] test = IntStream.range(25, 30).toArray();
        Matrix cross = block.part(test, train).nngp();
        Matrix testBlock = block.part(test, test).nngp();
        Matrix targets = Matrix.fill(25, 2, (i, j) -> Math.sin(i * (j + 1.0)));
        GradientFlow flow = GradientFlow.ofNngp(block.part(train, train), 0.5, 2);
        GaussianProcess process = GaussianProcess.of(block.part(train, train).nngp());
        Matrix mean = process.mean(cross, targets);
        Matrix covariance = process.covariance(cross, testBlock);
        for (double time : new double[] {1e6, Double.POSITIVE_INFINITY}) {
            GradientFlow.Moment moment = flow.at(time);
            for (int i = 0; i < 5; i++) {
                for (int j = 0; j < 2; j++) {
                    assertEquals(mean.at(i, j), moment.mean(cross, targets).at(i, j), 1e-11, "seed 4, t = " + time);
                }
                for (int j = 0; j < 5; j++) {
                    assertEquals(
                            covariance.at(i, j),
                            moment.covariance(cross, cross, testBlock).at(i, j),
                            1e-11,
                            "seed 4");
                }
            }
        }
    }

    @Test
    void duplicateExamplesAreNoObstacleAtFiniteTimes() {
        Matrix ones = Matrix.fill(2, 2, (_, _) -> 1);
        GradientFlow flow = GradientFlow.of(ones, ones, 1, 1);
        // the mean of both targets is learned, f = 1.5 (1 − exp(−t)): Θ has the eigenvalue 2, divided by N = 2
        Matrix mean = flow.at(2).mean(ones, Matrix.columnOf(1, 2));
        assertEquals(1.5 * (1 - Math.exp(-2)), mean.at(0, 0), 1e-14);
        assertEquals(0.0, flow.at(2).jitter());
        assertEquals(1.5, flow.at(1e12).mean(ones, Matrix.columnOf(1, 2)).at(0, 0), 1e-3); // 2ˢ-fold rounding
    }

    /// Θ of rank one, of examples that are multiples of each other: its other eigenvalues are rounding errors of either sign. Of
    /// the targets only the projection on (1, 2, 3) is learned, the rest never.
    @Test
    void roundingErrorsOfEigenvaluesDoNotGrowWithTime() {
        Matrix multiples = Matrix.fill(3, 3, (i, j) -> 0.37 * (i + 1) * (j + 1));
        Matrix targets = Matrix.columnOf(1, 2, 4);
        double projection = (1 + 2 * 2 + 3 * 4) / 14.0;
        GradientFlow flow = GradientFlow.of(multiples, multiples, 1, 1);
        for (double time : new double[] {1e3, 1e6, 1e9, 1e15, 1e18, 1e300}) {
            Matrix mean = flow.at(time).mean(multiples, targets);
            for (int i = 0; i < 3; i++) {
                // A row of norm at most 4.2 times an eigenvector that is off by some ten roundings of 1e-16, over the
                // least eigenvalue, 1e-12 of the mean diagonal 1.7, times targets of norm 4.6.
                assertEquals((i + 1) * projection, mean.at(i, 0), 0.02, "t = " + time);
            }
        }
    }

    @Test
    void aTangentKernelWithNegativeEigenvaluesIsRefused() {
        Matrix indefinite = Matrix.fill(3, 3, (i, j) -> i == j ? 1 : -0.9);
        String message = String.valueOf(
                assertThrows(NotPositiveDefinite.class, () -> GradientFlow.of(indefinite, Matrix.identity(3), 1, 1))
                        .getMessage());
        assertTrue(message.contains("eigenvalue -0."), message);
        Matrix broken = Matrix.fill(1, 1, (_, _) -> Double.NaN);
        Matrix one = Matrix.identity(1);
        assertThrows(IllegalArgumentException.class, () -> GradientFlow.of(one, broken, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> GradientFlow.of(broken, one, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> GradientFlow.of(one, one, Double.POSITIVE_INFINITY, 1));
        Matrix none = Matrix.zeros(0, 0);
        assertThrows(ShapeException.class, () -> GradientFlow.of(none, none, 1, 1));
        // only zeros: nothing is ever learned
        Matrix zeros = Matrix.zeros(2, 2);
        assertEquals(
                0,
                GradientFlow.of(zeros, zeros, 1, 1)
                        .at(1e9)
                        .mean(zeros, Matrix.columnOf(1, 2))
                        .at(0, 0));
    }

    @Test
    void gradientDescentConvergesBelowTheMaximalRateAndDivergesAboveIt() {
        Matrix kernel = TRAIN.ntk();
        double largest = GradientFlow.maximalLearningRate(kernel, 1, 0);
        assertTrue(lossAfterDescent(kernel, 0.5 * largest) < 0.1);
        assertTrue(lossAfterDescent(kernel, 0.99 * largest) < 1);
        assertTrue(lossAfterDescent(kernel, 1.5 * largest) > 10);
    }

    /// Relative to that before.
    private static double lossAfterDescent(Matrix kernel, double learningRate) {
        Matrix residual = TARGETS;
        for (int step = 0; step < 30; step++) {
            residual = residual.minus(kernel.multiply(residual).scaled(learningRate / 2));
        }
        return (residual.at(0, 0) * residual.at(0, 0) + residual.at(1, 0) * residual.at(1, 0)) / 2;
    }

    @Test
    void unfitArgumentsAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> NTK.at(-1));
        assertThrows(IllegalArgumentException.class, () -> GradientFlow.ofNtk(TRAIN, 0, 1));
        assertThrows(ShapeException.class, () -> GradientFlow.of(CROSS.ntk(), TRAIN.nngp(), 1, 1));
    }
}

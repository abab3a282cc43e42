package dev.orthant.layers.infinite;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orthant.tensor.ShapeException;
import dev.orthant.tensor.linear.Matrix;
import dev.orthant.tensor.random.Streams;
import org.junit.jupiter.api.Test;

class GaussianProcessTest {
    /// exp(−|x − x′|) at 0, 0.5, 1, …: positive definite and Markov.
    private static final Matrix ALL = Matrix.fill(6, 6, (i, j) -> Math.exp(-0.5 * Math.abs(i - j)));

    private static final Matrix TRAIN = ALL.block(0, 4, 0, 4);
    private static final Matrix CROSS = ALL.block(4, 6, 0, 4);
    private static final Matrix TEST = ALL.block(4, 6, 4, 6);

    @Test
    void aMarkovProcessRemembersOnlyTheLastTarget() {
        GaussianProcess.Posterior posterior = GaussianProcess.of(TRAIN).posterior(CROSS, TEST, 3, -1, 7, 2);
        // Ornstein-Uhlenbeck: mean decays from the last target, variance 1 − e^{−2 distance}; condition of TRAIN about
        // 17
        assertEquals(2 * Math.exp(-0.5), posterior.mean().at(0, 0), 1e-14);
        assertEquals(2 * Math.exp(-1), posterior.mean().at(1, 0), 1e-14);
        assertEquals(1 - Math.exp(-1), posterior.covariance().at(0, 0), 1e-14);
        assertEquals(1 - Math.exp(-2), posterior.covariance().at(1, 1), 1e-14);
        assertTrue(posterior.covariance().isSymmetric());
    }

    @Test
    void trainingTargetsAreInterpolatedWithoutVariance() {
        GaussianProcess process = GaussianProcess.of(TRAIN);
        GaussianProcess.Posterior posterior = process.posterior(TRAIN, TRAIN, 3, -1, 7, 2);
        assertEquals(0.0, process.jitter());
        assertArrayEquals(new double[] {3, -1, 7, 2}, posterior.mean().column(0), 1e-13);
        GaussianProcess.Samples samples = posterior.sample(5, Streams.ofSeed(1).generator());
        for (double[] sample : samples.scores().toArray2d()) {
            // jitter of at most 1e-8 on a variance of 0: four standard deviations of √1e-8
            assertArrayEquals(new double[] {3, -1, 7, 2}, sample, 4e-4, "seed 1, jitter " + samples.jitter());
        }
    }

    @Test
    void manyTargetsAtOnceAreTheSameAsOneByOne() {
        GaussianProcess process = GaussianProcess.of(TRAIN);
        Matrix targets = Matrix.fill(4, 3, (i, j) -> i * 3 - j * i + 1);
        Matrix together = process.mean(CROSS, targets);
        for (int output = 0; output < 3; output++) {
            double[] alone =
                    process.mean(CROSS, Matrix.columnOf(targets.column(output))).column(0);
            assertArrayEquals(alone, together.column(output), 1e-15 * 100);
        }
    }

    @Test
    void samplesHaveThePosteriorsMomentsWithinFourStandardErrors() {
        GaussianProcess.Posterior posterior = GaussianProcess.of(TRAIN).posterior(CROSS, TEST, 3, -1, 7, 2);
        int count = 20_000;
        Matrix scores = posterior.sample(count, Streams.ofSeed(5).generator()).scores();
        double first = 0;
        double product = 0;
        for (int i = 0; i < count; i++) {
            first += scores.at(i, 0) / count;
            product += (scores.at(i, 0) - posterior.mean().at(0, 0))
                    * (scores.at(i, 1) - posterior.mean().at(1, 0))
                    / count;
        }
        Matrix covariance = posterior.covariance();
        double deviation = Math.sqrt(covariance.at(0, 0));
        assertEquals(posterior.mean().at(0, 0), first, 4 * deviation / Math.sqrt(count), "seed 5");
        double productDeviation =
                Math.sqrt(covariance.at(0, 0) * covariance.at(1, 1) + covariance.at(0, 1) * covariance.at(0, 1));
        assertEquals(covariance.at(0, 1), product, 4 * productDeviation / Math.sqrt(count), "seed 5");
    }

    @Test
    void twoEqualExamplesAreFactoredWithReportedJitter() {
        Matrix twins = Matrix.fill(3, 3, (i, j) -> 1);
        GaussianProcess process = GaussianProcess.of(twins);
        assertTrue(process.jitter() > 0 && process.jitter() <= 1e-8, "jitter " + process.jitter());
        assertEquals(
                2.0,
                process.mean(Matrix.of(new double[] {1, 1, 1}), Matrix.columnOf(2, 2, 2))
                        .at(0, 0),
                1e-3);
    }

    @Test
    void theLikelihoodOfOneTargetIsTheNormalDensity() {
        // N(1; 0, 4)
        double expected = -0.5 * (1.0 / 4 + Math.log(4) + Math.log(2 * Math.PI));
        assertEquals(expected, GaussianProcess.of(Matrix.columnOf(4)).logLikelihood(1), 1e-15);
    }

    @Test
    void blocksThatDoNotFitAreNamed() {
        GaussianProcess process = GaussianProcess.of(TRAIN);
        String message = String.valueOf(assertThrows(
                        ShapeException.class, () -> process.mean(CROSS.transpose(), Matrix.columnOf(1, 1, 1, 1)))
                .getMessage());
        assertTrue(message.contains("[4, 2]"), message);
        assertThrows(ShapeException.class, () -> process.covariance(CROSS, TRAIN));
        assertThrows(IllegalArgumentException.class, () -> GaussianProcess.of(Matrix.columnOf(Double.NaN)));
    }
}

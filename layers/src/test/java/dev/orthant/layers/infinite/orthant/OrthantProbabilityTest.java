package dev.orthant.layers.infinite.orthant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orthant.layers.infinite.PacBayes;
import dev.orthant.tensor.ShapeException;
import dev.orthant.tensor.linear.Matrix;
import dev.orthant.tensor.linear.NotPositiveDefinite;
import dev.orthant.tensor.parallel.Parallel;
import dev.orthant.tensor.random.Streams;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class OrthantProbabilityTest {
    private static final long SEED = 2021;

    private static Matrix equicorrelated(int size, double correlation) {
        return Matrix.fill(size, size, (i, j) -> i == j ? 1 : correlation);
    }

    private static int[] ones(int count) {
        int[] labels = new int[count];
        Arrays.fill(labels, 1);
        return labels;
    }

    private static double exact(Matrix covariance, int... labels) {
        return OrthantProbability.closedForm(covariance, labels).orElseThrow();
    }

    /// Within three standard errors of a known value; only where the error bar means something.
    private static void assertWithinThreeErrors(double logProbability, OrthantEstimate estimate, String what) {
        assertEquals(
                logProbability,
                estimate.logProbability(),
                3 * estimate.relativeStandardError(),
                what + ", seed " + SEED + ", " + estimate);
    }

    @Test
    void closedFormsAreGolden() {
        assertEquals(-Math.log(2), exact(Matrix.identity(1), -1), 1e-16);
        assertEquals(-2.6341055579967, exact(equicorrelated(2, -0.9), 1, 1), 1e-13);
        assertEquals(-2.6341055579967, exact(equicorrelated(2, 0.9), 1, -1), 1e-13);
        assertEquals(-0.6976589624528, exact(equicorrelated(2, 0.9999), -1, -1), 1e-13);
        Matrix three = Matrix.of(new double[] {1, 0.5, -0.3}, new double[] {0.5, 1, 0.2}, new double[] {-0.3, 0.2, 1});
        assertEquals(-1.8423569013182, exact(three, 1, 1, 1), 1e-13);
        assertEquals(-Math.log(4), exact(equicorrelated(3, 0.5), 1, 1, 1), 1e-15);
        assertTrue(OrthantProbability.closedForm(Matrix.identity(4), ones(4)).isEmpty());
    }

    @Test
    void scalesOfTheScoresDoNotMatter() {
        Matrix scaled = Matrix.of(new double[] {4, 3}, new double[] {3, 9}); // correlation 1/2
        assertEquals(exact(equicorrelated(2, 0.5), 1, 1), exact(scaled, 1, 1), 1e-15);
        // the product of two variances is infinite, or 0, in float64
        for (double scale : new double[] {1e200, 1e-200, 1e300, 1e-300}) {
            Matrix extreme = equicorrelated(2, 0.5).scaled(scale);
            assertEquals(exact(equicorrelated(2, 0.5), 1, 1), exact(extreme, 1, 1), 1e-15, "scale " + scale);
        }
    }

    @Test
    void independentScoresAreExactForAnyNumberOfSamples() {
        for (long samples : new long[] {1, 7, 1000}) {
            for (int size : new int[] {1, 10, 100}) {
                // weights are all equal: only n ln 2 itself is rounded
                double published = new PublishedEstimator(samples)
                        .estimate(Matrix.identity(size), ones(size), Streams.ofSeed(SEED))
                        .informationContent();
                assertEquals(size * Math.log(2), published, 1e-13, "published " + size);
                double sequential = new GhkEstimator(samples)
                        .estimate(Matrix.identity(size), ones(size), Streams.ofSeed(SEED))
                        .informationContent();
                assertEquals(size * Math.log(2), sequential, 1e-13, "ghk " + size);
            }
        }
    }

    @Test
    void bothEstimatorsAgreeWithTheClosedFormsOfTwoAndThreeLabels() {
        List<OrthantEstimator> estimators = List.of(new PublishedEstimator(20_000), new GhkEstimator(20_000));
        for (OrthantEstimator estimator : estimators) {
            for (double correlation : new double[] {-0.5, 0, 0.3, 0.5}) { // healthy: ESS above a tenth of the samples
                Matrix two = equicorrelated(2, correlation);
                OrthantEstimate estimate = estimator.estimate(two, ones(2), Streams.ofSeed(SEED));
                assertTrue(estimate.effectiveFraction() > 0.1, estimate.toString());
                assertWithinThreeErrorsOrExact(exact(two, 1, 1), estimate, estimator + " " + correlation);
            }
            Matrix three = equicorrelated(3, 0.2);
            OrthantEstimate estimate = estimator.estimate(three, new int[] {1, -1, 1}, Streams.ofSeed(SEED));
            assertWithinThreeErrors(exact(three, 1, -1, 1), estimate, estimator.toString());
        }
    }

    /// Independent scores have no sampling error, only rounding.
    private static void assertWithinThreeErrorsOrExact(double exact, OrthantEstimate estimate, String what) {
        assertEquals(
                exact,
                estimate.logProbability(),
                3 * estimate.relativeStandardError() + 1e-13,
                what + ", seed " + SEED);
    }

    @Test
    void ghkFindsTheEquicorrelatedOrthant() {
        // P = 1/(n + 1) for correlation 1/2: the first of n + 1 exchangeable numbers is the smallest
        for (int size : new int[] {5, 20}) {
            OrthantEstimate estimate =
                    new GhkEstimator(20_000).estimate(equicorrelated(size, 0.5), ones(size), Streams.ofSeed(SEED));
            assertWithinThreeErrors(-Math.log(size + 1), estimate, "n = " + size);
        }
        OrthantEstimate fifty =
                new GhkEstimator(100_000).estimate(equicorrelated(50, 0.5), ones(50), Streams.ofSeed(SEED));
        assertEquals(Math.log(51), fifty.informationContent(), 0.05, "seed " + SEED + ", " + fifty);
    }

    @Test
    void thePublishedEstimatorOverstatesAndItsEffectiveSampleSizeSaysSo() {
        // specification's own check: 11.4 where the truth is ln 51 = 3.93, one effective sample in 10 000
        OrthantEstimate estimate =
                new PublishedEstimator(20_000).estimate(equicorrelated(50, 0.5), ones(50), Streams.ofSeed(SEED));
        assertTrue(estimate.informationContent() > Math.log(51) + 3, estimate.toString());
        assertTrue(estimate.effectiveFraction() < 0.01, estimate.toString());
    }

    @Test
    void theBoundIsGoldenAndAboveTheTruth() {
        // golden vectors of the specification, three of them checked with mpmath 2026-11-21: correlation, exact
        // constant, published constant
        double[][] golden = {
            {0, 1.3862943611198906, 1.4},
            {0.3, 1.2343715416027203, 1.24807718048283},
            {0.5, 1.1734423025512806, 1.1871479414313901},
            {0.9, 1.36599636935754, 1.3797020082376497},
            {-0.5, 1.9085474964470033, 1.9222531353271126}
        };
        for (double[] line : golden) {
            Matrix covariance = equicorrelated(2, line[0]);
            double bound = OrthantProbability.informationContentBound(covariance, ones(2));
            assertEquals(line[1], bound, 1e-13);
            assertEquals(line[2], OrthantProbability.publishedInformationContentBound(covariance, ones(2)), 1e-13);
            assertTrue(bound >= -exact(covariance, 1, 1) - 1e-14);
        }
        for (int size : new int[] {5, 10, 20, 50}) {
            assertTrue(OrthantProbability.informationContentBound(equicorrelated(size, 0.5), ones(size))
                    > Math.log(size + 1));
        }
        assertEquals(
                19.629976249981894,
                OrthantProbability.informationContentBound(equicorrelated(50, 0.5), ones(50)),
                1e-11);
    }

    @Test
    void theSameExampleWithBothLabelsHasProbabilityZero() {
        Matrix covariance = Matrix.of(
                new double[] {1, 1, 0.2, 0}, new double[] {1, 1, 0.2, 0}, new double[] {0.2, 0.2, 1, 0}, new double[] {
                    0, 0, 0, 1
                });
        int[] labels = {1, -1, 1, 1};
        for (OrthantEstimator estimator : List.of(new PublishedEstimator(10), new GhkEstimator(10))) {
            assertEquals(
                    Double.NEGATIVE_INFINITY,
                    estimator.estimate(covariance, labels, Streams.ofSeed(SEED)).logProbability());
        }
        assertEquals(Double.POSITIVE_INFINITY, OrthantProbability.informationContentBound(covariance, labels));
        OrthantEstimate agreeing = new GhkEstimator(5_000).estimate(covariance, ones(4), Streams.ofSeed(SEED));
        assertTrue(agreeing.jitter() > 0, "two equal examples need jitter");
        Matrix without = covariance.block(1, 4, 1, 4);
        assertEquals(exact(without, 1, 1, 1), agreeing.logProbability(), 3 * agreeing.relativeStandardError() + 1e-5);
    }

    @Test
    void oneAndThreeThreadsGiveTheSameBits() throws Exception {
        for (OrthantEstimator estimator : List.of(new PublishedEstimator(1_000), new GhkEstimator(1_000))) {
            Matrix covariance = equicorrelated(12, 0.4);
            OrthantEstimate alone =
                    Parallel.withThreads(1, () -> estimator.estimate(covariance, ones(12), Streams.ofSeed(SEED)));
            OrthantEstimate together =
                    Parallel.withThreads(3, () -> estimator.estimate(covariance, ones(12), Streams.ofSeed(SEED)));
            assertEquals(alone, together); // no tolerance
        }
    }

    @Test
    void unfitProblemsAreRefused() {
        Matrix two = equicorrelated(2, 0.5);
        String label = String.valueOf(assertThrows(IllegalArgumentException.class, () -> exact(two, 1, 0))
                .getMessage());
        assertTrue(label.contains("label 1 is 0"), label);
        assertThrows(ShapeException.class, () -> exact(two, 1));
        Matrix askew = Matrix.of(new double[] {1, 0.5}, new double[] {0.4, 1});
        assertThrows(IllegalArgumentException.class, () -> exact(askew, 1, 1));
        Matrix broken = Matrix.of(new double[] {1, Double.NaN}, new double[] {Double.NaN, 1});
        assertThrows(IllegalArgumentException.class, () -> exact(broken, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> exact(Matrix.zeros(2, 2), 1, 1));
        assertThrows(IllegalArgumentException.class, () -> new GhkEstimator(0));
    }

    @Test
    void theRiskBoundIsTheWorkedExample() {
        assertEquals(0.4490600146913688, PacBayes.riskBound(20, 50, 0.01), 1e-15);
        assertEquals(1.0, PacBayes.riskBound(Double.POSITIVE_INFINITY, 50, 0.01));
        int most = 2_000_000_000; // 2n is no int any more
        assertEquals(1e9 / most, -Math.log1p(-PacBayes.riskBound(1e9, most, 0.01)), 1e-6);
        assertThrows(IllegalArgumentException.class, () -> PacBayes.riskBound(-1, 50, 0.01));
        assertThrows(IllegalArgumentException.class, () -> PacBayes.riskBound(Double.NaN, 50, 0.01));
        assertThrows(IllegalArgumentException.class, () -> PacBayes.riskBound(1, 1, 0.01));
        assertThrows(IllegalArgumentException.class, () -> PacBayes.riskBound(1, 50, 1));
    }

    @Test
    void theAverageOverTheOrthantIsARatioOfOrthantProbabilities() {
        Matrix four = Matrix.fill(4, 4, (i, j) -> i == j ? 1 : 0.3 + 0.1 * Math.abs(i - j) % 0.25);
        int[] train = {1, -1};
        double together = exact(four.block(0, 2, 0, 2), 1, -1);
        double first = exact(four.block(new int[] {0, 1, 2}, new int[] {0, 1, 2}), 1, -1, 1);
        double second = exact(four.block(new int[] {0, 1, 3}, new int[] {0, 1, 3}), 1, -1, -1);
        double accuracy = (Math.exp(first - together) + Math.exp(second - together)) / 2;
        OrthantAverage average = OrthantAverage.estimate(four, train, new int[] {1, -1}, 20_000, Streams.ofSeed(SEED));
        assertEquals(accuracy, average.accuracy(), 3 * average.standardError(), "seed " + SEED + ", " + average);
        assertTrue(average.standardError() < 0.01, average.toString());
        assertEquals(together, average.trainLogProbability(), 0.03);
    }

    @Test
    void theAverageRefusesWhatIsNoCovarianceAndOneSample() {
        // every block of two is a covariance, the whole is none: half of two independent scores cannot explain 0.9 of a
        // third each
        Matrix indefinite = Matrix.of(new double[] {1, 0, 0.9}, new double[] {0, 1, 0.9}, new double[] {0.9, 0.9, 1});
        assertThrows(
                NotPositiveDefinite.class,
                () -> OrthantAverage.estimate(indefinite, ones(2), ones(1), 100, Streams.ofSeed(SEED)));
        assertThrows(
                IllegalArgumentException.class,
                () -> OrthantAverage.estimate(Matrix.identity(2), ones(1), ones(1), 1, Streams.ofSeed(SEED)));
        // a test example that is a training example leaves no variance, but for rounding
        Matrix copy = equicorrelated(3, 0.4).block(new int[] {0, 1, 2, 1}, new int[] {0, 1, 2, 1});
        OrthantAverage average = OrthantAverage.estimate(copy, ones(3), ones(1), 100, Streams.ofSeed(SEED));
        assertEquals(1, average.accuracy(), 1e-4, "seed " + SEED);
    }

    /// Copies with the same label change neither P nor its bound.
    @Test
    void theBoundCountsCopiesOnce() {
        int[] copied = {0, 1, 2, 3, 4, 4, 0};
        Matrix five = equicorrelated(5, 0.3);
        assertEquals(
                OrthantProbability.informationContentBound(five, ones(5)),
                OrthantProbability.informationContentBound(five.block(copied, copied), ones(7)));
    }

    @Test
    void theAverageOverAnEquicorrelatedOrthantIsKnown() {
        // P[n + 1 positive]/P[n positive] = (n + 1)/(n + 2) at correlation 1/2
        OrthantAverage average =
                OrthantAverage.estimate(equicorrelated(9, 0.5), ones(5), ones(4), 20_000, Streams.ofSeed(SEED));
        assertEquals(6.0 / 7, average.accuracy(), 3 * average.standardError(), "seed " + SEED + ", " + average);
        assertEquals(1.0 / 7, average.error(), 0.02, "seed " + SEED);
    }
}

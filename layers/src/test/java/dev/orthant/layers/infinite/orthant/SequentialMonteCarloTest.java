package dev.orthant.layers.infinite.orthant;

import static dev.orthant.layers.infinite.orthant.KnownOrthants.equicorrelated;
import static dev.orthant.layers.infinite.orthant.KnownOrthants.ones;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orthant.tensor.linear.Matrix;
import dev.orthant.tensor.parallel.Parallel;
import dev.orthant.tensor.random.Streams;
import java.util.List;
import org.junit.jupiter.api.Test;

class SequentialMonteCarloTest {
    private static final long SEED = 2026;
    private static final SequentialMonteCarlo DOOR = SequentialMonteCarlo.standard();

    private static Streams streams(String name) {
        return Streams.ofSeed(SEED).named(name);
    }

    /// Four standard errors: one failure in ten thousand correct programs, on these fixed seeds none.
    private static void assertAgrees(KnownOrthant known, OrthantEstimate estimate) {
        double error = Math.hypot(estimate.relativeStandardError(), known.standardError());
        assertEquals(
                known.truth(), estimate.logProbability(), 4 * error, known.name() + ", seed " + SEED + ", " + estimate);
    }

    @Test
    void theDoorFindsEveryKnownOrthantWithinItsErrorBar() {
        for (KnownOrthant known : KnownOrthants.all()) {
            Matrix correlation = known.correlation();
            OrthantEstimate estimate =
                    OrthantProbability.of(correlation, ones(correlation.rows()), streams(known.name()));
            assertAgrees(known, estimate);
            assertTrue(estimate.relativeStandardError() <= 0.03, estimate.toString());
            assertTrue(estimate.reliable(), estimate.toString());
            assertEquals(0, estimate.jitter());
        }
    }

    @Test
    void withoutAGuideItIsThePlainSampler() {
        SequentialMonteCarlo plain = new SequentialMonteCarlo(8, 256, Guide.NONE);
        for (KnownOrthant known : KnownOrthants.all()) {
            Matrix correlation = known.correlation();
            OrthantEstimate estimate =
                    plain.estimate(correlation, ones(correlation.rows()), streams("plain " + known.name()));
            assertAgrees(known, estimate);
        }
        // no sites: nothing to integrate ahead, and the conditional law of a score is that of the Cholesky factor
        Matrix correlation = equicorrelated(5, 0.3);
        LookAhead empty = LookAhead.of(correlation, Sites.none(5));
        assertEquals(0, empty.logNormaliser());
        double[][] factor =
                RegularCorrelation.of(correlation).cholesky().lower().toArray2d();
        for (int i = 0; i < 5; i++) {
            assertArrayEquals(factor[i], empty.factor(i));
            assertEquals(0, empty.mean(i));
        }
    }

    @Test
    void resamplingMovesParticlesWithoutBias() {
        // 12 independent groups of three: hard enough for two dozen resamplings with 32 particles
        Matrix correlation = Matrix.fill(36, 36, (i, j) -> i == j ? 1 : i / 3 == j / 3 ? -0.4 : 0);
        double truth = 12
                * OrthantProbability.closedForm(correlation.block(0, 3, 0, 3), ones(3))
                        .orElseThrow();
        OrthantPosterior posterior =
                new SequentialMonteCarlo(64, 256, Guide.NONE).posterior(correlation, ones(36), streams("groups"));
        OrthantEstimate estimate = posterior.estimate();
        assertTrue(posterior.resamplings() > 64, "resamplings " + posterior.resamplings());
        assertEquals(truth, estimate.logProbability(), 4 * estimate.relativeStandardError(), estimate.toString());
        // genealogy and islands tell the same error within a factor two: the estimate's error is the larger one, and
        // warns if
        // the other is less than half of it
        double ratio = posterior.genealogicalError() / estimate.relativeStandardError();
        assertTrue(ratio >= 0.5, "ratio " + ratio + ", seed " + SEED);
        assertTrue(estimate.warnings().stream().noneMatch(text -> text.contains("spread")), estimate.toString());
    }

    @Test
    void oneAndThreeThreadsGiveTheSameBits() throws Exception {
        Matrix correlation = KnownOrthants.autoregressive(30, 0.8, 4);
        for (Guide guide : Guide.values()) {
            SequentialMonteCarlo sampler = new SequentialMonteCarlo(6, 32, guide);
            OrthantEstimate alone =
                    Parallel.withThreads(1, () -> sampler.estimate(correlation, ones(30), streams("threads")));
            OrthantEstimate together =
                    Parallel.withThreads(3, () -> sampler.estimate(correlation, ones(30), streams("threads")));
            assertEquals(alone, together); // no tolerance
        }
    }

    @Test
    void independentScoresHaveNoError() {
        OrthantEstimate estimate = DOOR.estimate(Matrix.identity(30), ones(30), streams("independent"));
        // sites of independent scores are exact conditions' moments, not conditions: weights differ, by little
        assertEquals(-30 * Math.log(2), estimate.logProbability(), 4 * estimate.relativeStandardError() + 1e-12);
        OrthantEstimate plain =
                new SequentialMonteCarlo(4, 8, Guide.NONE).estimate(Matrix.identity(30), ones(30), streams("plain"));
        assertEquals(-30 * Math.log(2), plain.logProbability(), 1e-12); // all weights are equal: rounding alone
    }

    @Test
    void oneLabelAndFewLabelsAreExact() {
        assertEquals(
                -Math.log(2),
                OrthantProbability.of(Matrix.of(new double[] {7}), new int[] {-1}, streams("one"))
                        .logProbability(),
                1e-16);
        OrthantEstimate two = OrthantProbability.of(equicorrelated(2, -0.9), ones(2), streams("two"));
        assertEquals(-2.6341055579967, two.logProbability(), 1e-13);
        assertEquals(0, two.halfWidth95());
        assertTrue(two.reliable());
        OrthantEstimate sampled = DOOR.estimate(equicorrelated(2, -0.9), ones(2), streams("two"));
        assertEquals(two.logProbability(), sampled.logProbability(), 4 * sampled.relativeStandardError());
    }

    @Test
    void copiesOfAnExampleCountOnce() {
        Matrix five = KnownOrthants.autoregressive(5, 0.6, 2);
        int[] doubled = {0, 1, 0, 2, 3, 4, 4, 1};
        Matrix eight = five.block(doubled, doubled);
        OrthantEstimate once = OrthantProbability.of(five, ones(5), streams("copies"));
        OrthantEstimate twice = OrthantProbability.of(eight, ones(8), streams("copies"));
        assertEquals(once, twice);
        // a problem of three distinct examples has a formula
        int[] three = {0, 1, 2, 2, 1, 0, 0};
        assertEquals(
                OrthantProbability.closedForm(five.block(0, 3, 0, 3), ones(3)),
                OrthantProbability.closedForm(five.block(three, three), ones(7)));
        // opposite labels: no function has them
        int[] labels = {1, 1, -1, 1, 1, 1, 1, 1};
        assertEquals(
                Double.NEGATIVE_INFINITY,
                OrthantProbability.of(eight, labels, streams("copies")).logProbability());
        assertThrows(IllegalArgumentException.class, () -> DOOR.posterior(eight, labels, streams("copies")));
    }

    @Test
    void aCovarianceOfLowRankIsAnswered() {
        // f = ⟨w, x⟩ in the plane: P is the angle of the w that lie on the right side of all points, over 2π
        int size = 12;
        Matrix plane = Matrix.fill(size, size, (i, j) -> Math.cos(0.1 * (i - j)));
        double truth = Math.log((Math.PI - 0.1 * (size - 1)) / (2 * Math.PI));
        OrthantEstimate estimate = OrthantProbability.of(plane, ones(size), streams("plane"));
        assertTrue(estimate.jitter() > 0 && estimate.reliable(), estimate.toString());
        // jitter ε widens the cone by about √ε ≤ 1e-4 radians
        assertEquals(
                truth, estimate.logProbability(), 4 * estimate.relativeStandardError() + 1e-3, estimate.toString());
    }

    /// Scores that sum to 0 are never all positive: P = 0. What samplers find comes of the jitter.
    @Test
    void impossibleSignsOfDependentScoresAreSaidToBeSo() {
        assertEquals(
                Double.NEGATIVE_INFINITY,
                OrthantProbability.closedForm(equicorrelated(3, -0.5), ones(3)).orElseThrow());
        for (int size : new int[] {4, 10}) {
            Matrix dependent = equicorrelated(size, -1.0 / (size - 1));
            for (OrthantEstimator estimator :
                    List.of(DOOR, new GhkEstimator(500), new MinimaxTilting(500), new PublishedEstimator(500))) {
                OrthantEstimate estimate = estimator.estimate(dependent, ones(size), streams("dependent"));
                assertTrue(estimate.jitter() > 0);
                assertFalse(estimate.reliable(), estimator + ": " + estimate);
                assertTrue(estimate.toString().contains("depends on the jitter"), estimator + ": " + estimate);
            }
        }
        // twelve points of the plane on a half circle, one of them with the wrong label
        Matrix plane = Matrix.fill(12, 12, (i, j) -> Math.cos(0.1 * (i - j)));
        int[] labels = ones(12);
        labels[5] = -1;
        assertFalse(OrthantProbability.of(plane, labels, streams("plane")).reliable());
        List<OrthantChain> chains = List.of(new HamiltonianChain(1), new GibbsChain(1, 1));
        for (OrthantChain chain : chains) {
            String message = String.valueOf(
                    assertThrows(IllegalArgumentException.class, () -> chain.draw(plane, labels, 1, streams("plane")))
                            .getMessage());
            assertTrue(message.contains("linearly dependent"), message);
            assertEquals(3, chain.draw(plane, ones(12), 3, streams("plane")).rows());
        }
        assertThrows(IllegalArgumentException.class, () -> DOOR.posterior(plane, labels, streams("plane")));
    }

    @Test
    void allEqualLabelsAreAProblemLikeAnother() {
        int[] negative = ones(10);
        java.util.Arrays.fill(negative, -1);
        Matrix correlation = equicorrelated(10, 0.5);
        assertEquals(
                OrthantProbability.of(correlation, ones(10), streams("equal")),
                OrthantProbability.of(correlation, negative, streams("equal")));
    }

    @Test
    void unfitProblemsAreRefused() {
        Matrix indefinite = equicorrelated(6, -0.5); // smallest eigenvalue 1 − 5/2
        String message = String.valueOf(assertThrows(
                        ArithmeticException.class, () -> OrthantProbability.of(indefinite, ones(6), streams("bad")))
                .getMessage());
        assertTrue(message.contains("not positive semidefinite"), message);
        assertThrows(
                ArithmeticException.class,
                () -> OrthantProbability.of(equicorrelated(3, -0.9), ones(3), streams("bad")));
        Matrix silent = Matrix.of(new double[] {1, 0}, new double[] {0, 0});
        String variance = String.valueOf(assertThrows(
                        IllegalArgumentException.class, () -> OrthantProbability.of(silent, ones(2), streams("bad")))
                .getMessage());
        assertTrue(variance.contains("variance of example 1 is 0"), variance);
        assertThrows(IllegalArgumentException.class, () -> new SequentialMonteCarlo(3, 256, Guide.GUARDED));
        assertThrows(IllegalArgumentException.class, () -> new SequentialMonteCarlo(4, 1, Guide.GUARDED));
    }

    @Test
    void theErrorBarSaysWhenItMeansNothing() {
        Matrix correlation = KnownOrthants.autoregressive(100, 0.9, 7);
        OrthantEstimate hopeless = new PublishedEstimator(2_000).estimate(correlation, ones(100), streams("hopeless"));
        assertFalse(hopeless.reliable());
        assertTrue(hopeless.toString().contains("UNRELIABLE"), hopeless.toString());
    }

    @Test
    void studentsQuantileIsThatOfTheTables() {
        assertEquals(2.131450, StudentQuantile.upper975(15), 2e-4);
        assertEquals(3.182446, StudentQuantile.upper975(3), 0.025);
        assertEquals(2.364624, StudentQuantile.upper975(7), 2e-3);
        assertEquals(1.959964, StudentQuantile.upper975(Double.POSITIVE_INFINITY), 1e-6);
    }
}

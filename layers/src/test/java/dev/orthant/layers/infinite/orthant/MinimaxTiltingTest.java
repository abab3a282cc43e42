package dev.orthant.layers.infinite.orthant;

import static dev.orthant.layers.infinite.orthant.KnownOrthants.equicorrelated;
import static dev.orthant.layers.infinite.orthant.KnownOrthants.ones;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orthant.tensor.linear.Matrix;
import dev.orthant.tensor.parallel.Parallel;
import dev.orthant.tensor.random.Streams;
import org.junit.jupiter.api.Test;

class MinimaxTiltingTest {
    private static final long SEED = 2017;

    @Test
    void tiltingFindsEveryKnownOrthantAndBoundsIt() {
        for (KnownOrthant known : KnownOrthants.all()) {
            Matrix correlation = known.correlation();
            int[] labels = ones(correlation.rows());
            OrthantEstimate estimate = new MinimaxTilting(4_000)
                    .estimate(correlation, labels, Streams.ofSeed(SEED).named(known.name()));
            double error = Math.hypot(estimate.relativeStandardError(), known.standardError());
            String what = known.name() + ", seed " + SEED + ", " + estimate;
            assertTrue(estimate.reliable(), what);
            assertEquals(known.truth(), estimate.logProbability(), 4 * error, what);
            double bound = MinimaxTilting.upperBound(correlation, labels);
            assertTrue(bound >= known.truth() - 4 * known.standardError() && bound < 0, what + ", bound " + bound);
        }
    }

    @Test
    void theSaddlePointIsStationary() {
        Matrix lower = RegularCorrelation.of(KnownOrthants.autoregressive(20, 0.8, 3))
                .cholesky()
                .lower();
        SaddlePoint saddle = SaddlePoint.of(lower);
        assertTrue(saddle.found());
        // in m the saddle is lowest: with shifts only a little different the largest weight, hence the bound, is
        // larger;
        // the weights themselves must stay below it
        OrthantEstimate estimate = new MinimaxTilting(2_000, Ordering.GIVEN)
                .estimate(KnownOrthants.autoregressive(20, 0.8, 3), ones(20), Streams.ofSeed(SEED));
        assertTrue(estimate.logProbability() <= saddle.value());
    }

    @Test
    void edgesAreAnswered() {
        Matrix one = Matrix.of(new double[] {3});
        OrthantEstimate single = new MinimaxTilting(100).estimate(one, ones(1), Streams.ofSeed(SEED));
        assertEquals(-Math.log(2), single.logProbability(), 1e-15);
        assertEquals(-Math.log(2), MinimaxTilting.upperBound(one, ones(1)), 1e-15);
        Matrix copies = Matrix.fill(2, 2, (i, j) -> 1);
        int[] opposite = {1, -1};
        assertEquals(Double.NEGATIVE_INFINITY, MinimaxTilting.upperBound(copies, opposite));
        assertEquals(
                Double.NEGATIVE_INFINITY,
                new MinimaxTilting(10)
                        .estimate(copies, opposite, Streams.ofSeed(SEED))
                        .logProbability());
    }

    @Test
    void reorderingHelpsTheUnguidedSampler() {
        // hard conditions last: ten scores that the first ten make unlikely
        Matrix correlation = KnownOrthants.oneFactor(20, i -> i < 10 ? 0.8 : -0.8);
        OrthantEstimate given =
                new GhkEstimator(4_000, Ordering.GIVEN).estimate(correlation, ones(20), Streams.ofSeed(SEED));
        OrthantEstimate reordered = new GhkEstimator(4_000, Ordering.LEAST_LIKELY_FIRST)
                .estimate(correlation, ones(20), Streams.ofSeed(SEED));
        OrthantEstimate door = OrthantProbability.of(correlation, ones(20), Streams.ofSeed(SEED));
        assertTrue(reordered.effectiveSampleSize() > given.effectiveSampleSize(), given + " " + reordered);
        assertEquals(
                door.logProbability(),
                reordered.logProbability(),
                4 * Math.hypot(door.relativeStandardError(), reordered.relativeStandardError()));
    }

    @Test
    void thePreviewIsCloseAndWithoutErrorBar() {
        // expectation propagation's errors as another program has them, to the digits given
        assertEquals(-8.5666 - 0.004, OrthantProbability.preview(equicorrelated(50, 0.2), ones(50)), 0.001);
        assertEquals(-3.9318 - 0.026, OrthantProbability.preview(equicorrelated(50, 0.5), ones(50)), 0.001);
        assertEquals(-1.4722 - 0.166, OrthantProbability.preview(equicorrelated(50, 0.9), ones(50)), 0.001);
        assertEquals(-Math.log(4), OrthantProbability.preview(equicorrelated(3, 0.5), ones(3)), 1e-14);
    }

    @Test
    void oneAndThreeThreadsGiveTheSameBits() throws Exception {
        Matrix correlation = KnownOrthants.autoregressive(30, 0.8, 4);
        MinimaxTilting tilting = new MinimaxTilting(1_000);
        assertEquals(
                Parallel.withThreads(1, () -> tilting.estimate(correlation, ones(30), Streams.ofSeed(SEED))),
                Parallel.withThreads(3, () -> tilting.estimate(correlation, ones(30), Streams.ofSeed(SEED))));
    }
}

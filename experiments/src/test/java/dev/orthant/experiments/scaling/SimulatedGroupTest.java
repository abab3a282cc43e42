package dev.orthant.experiments.scaling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orthant.experiments.scaling.CostModel.Layout;
import dev.orthant.experiments.scaling.SimulatedGroup.Outcome;
import dev.orthant.optimizers.collective.RoundPolicy;
import dev.orthant.tensor.random.Streams;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SimulatedGroupTest {
    private static final int SIZE = 9;
    private static final int ROUNDS = 40;
    private static final CostModel STEADY = new CostModel(0.1, 0, 0.005, 1e8, 1 << 20, 250);
    private static final RoundPolicy POLICY = new RoundPolicy(5, Duration.ofMillis(400));

    private static SharedDescent descent() {
        return new SharedDescent(64, 0.02, Streams.ofSeed(1));
    }

    private static Outcome run(Mishaps mishaps, Layout layout, SharedDescent descent) {
        return new SimulatedGroup(STEADY, mishaps, layout, POLICY, descent, SIZE, ROUNDS, 7).run();
    }

    /// The formula lets all ballots of a round come at once. Here whoever gets the verdict earlier votes earlier, so that ballots
    /// overlap with gradients: a round takes less, but not less than a gradient and two messages.
    @Test
    void withoutMishapsARoundTakesWhatTheFormulaSaysAtMost() {
        Mishaps none = new Mishaps(0, Double.POSITIVE_INFINITY, 1, 1, 0);
        for (Layout layout : new Layout[] {Layout.STAR, Layout.SLICES}) {
            Outcome outcome = run(none, layout, descent());
            double most = STEADY.computation() + STEADY.communication(layout, SIZE);
            double least = STEADY.computation() + 2 * STEADY.latency();
            for (double seconds : outcome.seconds()) {
                assertTrue(seconds > least && seconds < most, layout + ": " + least + " < " + seconds + " < " + most);
            }
            assertEquals(1, outcome.voters());
        }
    }

    @Test
    void withDeathsStallsAndLiarsItGoesOnAndLearns() {
        SharedDescent descent = descent();
        Outcome outcome = run(new Mishaps(2, 5, 0.2, 1, 0.01), Layout.SLICES, descent);
        assertTrue(outcome.left() > 0, "nobody died");
        assertTrue(outcome.voters() < 1, "no vote was missing");
        assertTrue(descent.loss() < 0.5, "loss " + descent.loss());
    }

    @Test
    void theSameSeedGivesTheSameTimes() {
        Mishaps mishaps = new Mishaps(2, 5, 0.2, 1, 0.01);
        assertEquals(run(mishaps, Layout.STAR, descent()), run(mishaps, Layout.STAR, descent()));
    }
}

package dev.orthant.experiments.bayespoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orthant.tensor.random.Streams;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class UncertaintyTest {
    private static final double ROUNDING = 1e-12; // a handful of double operations on numbers of at most 1

    /// Worked by hand: right and sure, right and unsure, wrong and unsure, a drawn vote.
    @Test
    void fourVotesByHand() {
        Uncertainty four = Uncertainty.of(new double[] {1, -0.5, 0.5, 0}, new int[] {1, -1, -1, 1});
        assertEquals(0.5, four.accuracy());
        // probabilities of the right class 1, 3/4, 1/4, 1/2
        assertEquals((0 + 1.0 / 16 + 9.0 / 16 + 1.0 / 4) / 4, four.brier(), ROUNDING);
        assertEquals(0.75, four.divided());
        // bins: {1}: 1 against 1; {0.5, 0.5}: one of two right against 3/4 each; {0}: none right against 1/2
        assertEquals((0 + 0.5 + 0.5) / 4, four.calibration(), ROUNDING);
        // doubts of errors 1/2, 1; of hits 0, 1/2: wins 1, 1/2, 1, 1
        assertEquals(3.5 / 4, four.errorArea(), ROUNDING);
    }

    @Test
    void votesThatAgreeOnEverythingDetectNothing() {
        Uncertainty sure = Uncertainty.of(new double[] {1, 1, -1}, new int[] {1, -1, -1});
        assertEquals(0, sure.divided());
        assertEquals(0.5, sure.errorArea());
        assertEquals(1.0 / 3, sure.calibration(), ROUNDING);
        assertTrue(Double.isNaN(Uncertainty.areaUnderCurve(new double[0], new double[] {1})));
    }

    @Test
    void theAreaIsThatOfSeparatedAndOfReversedSets() {
        double[] low = {0.1, 0.2};
        double[] high = {0.3, 0.4, 0.5};
        assertEquals(1, Uncertainty.areaUnderCurve(low, high));
        assertEquals(0, Uncertainty.areaUnderCurve(high, low));
    }

    /// Votes whose probabilities are true by construction have no calibration error but that of the sample: in each of ten
    /// bins of about 2,000 the share is off by a standard error of at most 0.5/√2000 = 0.011; five of them are 0.056.
    @Test
    void trueProbabilitiesAreCalibrated() {
        long seed = 3;
        RandomGenerator random = Streams.ofSeed(seed).generator();
        double[] votes = new double[20_000];
        int[] labels = new int[votes.length];
        for (int i = 0; i < votes.length; i++) {
            votes[i] = 2 * random.nextDouble() - 1;
            labels[i] = random.nextDouble() < (1 + votes[i]) / 2 ? 1 : -1;
        }
        double error = Uncertainty.of(votes, labels).calibration();
        assertTrue(error < 0.056, () -> "calibration error " + error + ", seed " + seed);
    }

    @Test
    void doubtIsOneLessTheSizeOfTheVote() {
        assertArrayEquals(new double[] {0, 0.75, 1}, Uncertainty.doubts(-1, 0.25, 0));
    }
}

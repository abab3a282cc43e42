package dev.orthant.experiments.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PairedDifferenceTest {
    private static final double[] FROM = {5, 6, 10};
    private static final double[] TO = {1, 2, 3};

    @Test
    void whatAllDataSetsShareCancels() {
        PairedDifference difference = PairedDifference.of(FROM, TO); // 4, 4, 7
        assertEquals(5, difference.mean(), 1e-15);
        assertEquals(1, difference.standardError(), 1e-15); // √((1 + 1 + 4) / (2 · 3))
        assertTrue(difference.positive());
        assertFalse(PairedDifference.of(TO, FROM).positive());
    }

    @Test
    void theEndsCloseNothingAndAllOfTheGapForCertain() {
        assertEquals(new PairedDifference(0, 0), PairedDifference.shareOfGap(FROM, TO, FROM));
        assertEquals(new PairedDifference(1, 0), PairedDifference.shareOfGap(FROM, TO, TO));
    }

    @Test
    void aShareThatIsTheSameOnEveryDataSetHasNoError() {
        double[] half = {3, 4, 6.5};
        PairedDifference share = PairedDifference.shareOfGap(FROM, TO, half);
        assertEquals(0.5, share.mean(), 1e-15);
        assertEquals(0, share.standardError(), 1e-15);
    }

    @Test
    void oneDataSetHasNoStandardError() {
        PairedDifference one = PairedDifference.ofMean(new double[] {3});
        assertTrue(Double.isNaN(one.standardError()));
        assertFalse(one.positive());
    }
}

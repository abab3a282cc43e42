package dev.orthant.benchmarks.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class StatisticsTest {
    @Test
    void theMedianIsTheMiddleOrTheMeanOfTheTwoInTheMiddle() {
        assertEquals(2, Statistics.median(3, 1, 2));
        assertEquals(2.5, Statistics.median(4, 1, 3, 2));
        assertThrows(IllegalArgumentException.class, Statistics::median);
    }

    @Test
    void aRatioAboveOneMeansThatOursIsFaster() {
        double[] ours = {1, 1, 2};
        double[] theirs = {2, 3, 1};
        assertEquals(2, Statistics.medianRatio(ours, theirs)); // of 2, 3, 1/2
        assertEquals(1, Statistics.bestRatio(ours, theirs));
        assertThrows(IllegalArgumentException.class, () -> Statistics.medianRatio(ours, new double[2]));
    }

    @Test
    void theGeometricMeanOfARatioAndItsInverseIsOne() {
        assertEquals(1, Statistics.geometricMean(4, 0.25), 1e-15); // a handful of roundings
        assertEquals(2, Statistics.geometricMean(1, 2, 4), 1e-15);
        assertThrows(IllegalArgumentException.class, Statistics::geometricMean);
    }
}

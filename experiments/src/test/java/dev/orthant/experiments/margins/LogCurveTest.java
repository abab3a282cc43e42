package dev.orthant.experiments.margins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orthant.experiments.margins.LogCurve.Point;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogCurveTest {
    @Test
    void betweenPointsItIsStraightOverTheLogarithm() {
        LogCurve curve = new LogCurve(List.of(new Point(100, 3), new Point(1, 1)));
        assertEquals(2, curve.at(10), 1e-12);
        assertEquals(1, curve.at(1), 1e-12);
        assertEquals(3, curve.at(100), 1e-12);
    }

    @Test
    void distanceIsOverWhatBothCover() {
        LogCurve level = new LogCurve(List.of(new Point(0.1, 0), new Point(10, 0)));
        LogCurve rising = new LogCurve(List.of(new Point(1, 0), new Point(100, 2)));
        assertEquals(0.5, level.distance(rising), 1e-12); // from 0 to 1 over 1 … 10
        assertEquals(0.5, rising.distance(level), 1e-12);
        LogCurve elsewhere = new LogCurve(List.of(new Point(20, 0), new Point(30, 0)));
        assertTrue(Double.isNaN(level.distance(elsewhere)));
        assertTrue(Double.isNaN(level.distance(new LogCurve(List.of()))));
    }

    @Test
    void rankCorrelationIsSpearmansWithMeanRanksForTies() {
        assertEquals(
                1, new LogCurve(List.of(new Point(1, 1), new Point(2, 10), new Point(3, 11))).rankCorrelation(), 1e-12);
        // Ranks 0, 1, 2, 3 and 0, 1.5, 1.5, 3: 4.5 / √(5 · 4.5).
        LogCurve tied = new LogCurve(List.of(new Point(1, 1), new Point(2, 5), new Point(3, 5), new Point(4, 7)));
        assertEquals(4.5 / Math.sqrt(5 * 4.5), tied.rankCorrelation(), 1e-12);
    }
}

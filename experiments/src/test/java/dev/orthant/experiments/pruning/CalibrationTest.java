package dev.orthant.experiments.pruning;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import org.junit.jupiter.api.Test;

class CalibrationTest {
    /// By hand: two answers of confidence 0.9, one of them right, and one of confidence 0.6 that is right.
    @Test
    void theErrorIsTheMeanDistanceOfConfidenceFromAccuracy() {
        Tensor probabilities = Tensor.of(Shape.of(3, 2), 0.9f, 0.1f, 0.1f, 0.9f, 0.6f, 0.4f);
        Calibration calibration = Calibration.of(probabilities, new int[] {0, 0, 0}, 5);

        assertEquals(2, calibration.bins().size());
        assertEquals(2.0 / 3, calibration.accuracy(), 1e-7);
        assertEquals(0.8, calibration.meanConfidence(), 1e-7);
        assertEquals((2 * 0.4 + 1 * 0.4) / 3, calibration.expectedError(), 1e-7);
    }

    @Test
    void certaintyFallsIntoTheLastBin() {
        Tensor probabilities = Tensor.of(Shape.of(2, 2), 1, 0, 0, 1);

        assertEquals(0, Calibration.of(probabilities, new int[] {0, 1}, 10).expectedError());
    }
}

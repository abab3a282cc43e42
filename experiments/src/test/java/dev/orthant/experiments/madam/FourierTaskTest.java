package dev.orthant.experiments.madam;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orthant.tensor.Shape;
import dev.orthant.tensor.random.Streams;
import org.junit.jupiter.api.Test;

class FourierTaskTest {
    @Test
    void theLearnedPlacesAreThoseOfEvenRowAndColumn() {
        int size = 6;
        int features = 3;
        FourierTask task = FourierTask.generate(size, features, 2, Streams.ofSeed(1));
        assertEquals(Shape.of(9, 6), task.learned().shape());
        assertEquals(Shape.of(36, 3), task.picture().shape());
        int learned = 1 * 3 + 2; // row 2, column 4
        int place = 2 * size + 4;
        for (int k = 0; k < features; k++) {
            float sine = task.learned().at(learned, k);
            float cosine = task.learned().at(learned, features + k);
            assertEquals(1, sine * (double) sine + cosine * (double) cosine, 1e-6);
            assertEquals(task.places().at(place, k), sine);
        }
        for (int colour = 0; colour < 3; colour++) {
            assertEquals(task.picture().at(place, colour), task.colours().at(learned, colour));
        }
        for (float colour : task.picture().toArray()) {
            assertTrue(colour >= 0 && colour <= 1, Float.toString(colour));
        }
    }
}

package dev.orthant.datasets.catalogue;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.orthant.datasets.Examples;
import dev.orthant.datasets.Split;
import dev.orthant.tensor.Shape;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class DigitsTest {
    @Test
    void theFirstImageIsTheZeroOfTheSource() {
        Examples digits = Digits.all();
        assertEquals(1_797, digits.size());
        assertEquals(Shape.of(64), digits.exampleShape());
        // first row of digits.csv
        float[] start = {0, 0, 5, 13, 9, 1, 0, 0, 0, 0, 13, 15, 10, 15, 5, 0};
        assertArrayEquals(start, Arrays.copyOf(digits.input(0).toArray(), 16));
        assertArrayEquals(new int[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9}, Arrays.copyOf(digits.labels(), 10));
    }

    @Test
    void theSplitCutsAtTheBeginningOfAWritersBlock() {
        Split split = Digits.split();
        assertEquals(1_287, split.train().size());
        assertEquals(510, split.test().size());
        int[] twiceInOrder = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
        assertArrayEquals(twiceInOrder, Arrays.copyOf(split.test().labels(), 20));
        split.test().classIndices().forEach(indices -> assertEquals(51, indices.length, 4));
    }

    @Test
    void pixelsCountTheInkOfSixteenPoints() {
        float[] pixels = Digits.all().inputs().toArray();
        float largest = 0;
        for (float pixel : pixels) {
            largest = Math.max(largest, pixel);
            assertEquals(pixel, Math.rint(pixel));
        }
        assertEquals(16, largest);
    }
}

package dev.orthant.tensor.linear;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.orthant.tensor.Shape;
import dev.orthant.tensor.random.Streams;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class LanczosTest {
    private static final long SEED = 3;

    @Test
    void allStepsGiveAllEigenvalues() {
        Matrix factor = Matrix.of(Streams.ofSeed(SEED).gaussian(Shape.of(12, 12)));
        Matrix symmetric = Matrix.fill(12, 12, (i, j) -> factor.at(i, j) + factor.at(j, i));
        double[] expected = SymmetricEigen.valuesOf(symmetric);
        double[] actual = Lanczos.values(12, symmetric::multiply, 100, Streams.ofSeed(SEED));
        // Rounding of n terms with unit roundoff 2⁻⁵³, with room.
        assertArrayEquals(expected, actual, 1e-12 * 12 * expected[11], "seed " + SEED);
    }

    @Test
    void theEndsComeFirst() {
        int size = 300;
        double[] actual = Lanczos.values(
                size,
                vector -> {
                    double[] image = new double[size];
                    for (int i = 0; i < size; i++) {
                        image[i] = vector[i] * (i == 0 ? -5 : i == 1 ? 10 : (double) i / size);
                    }
                    return image;
                },
                15,
                Streams.ofSeed(SEED));
        assertEquals(-5, actual[0], 1e-8, "seed " + SEED);
        assertEquals(10, actual[14], 1e-8, "seed " + SEED);
    }

    @Test
    void directionsThatRunOutEndTheIteration() {
        double[] actual = Lanczos.values(
                5, vector -> Arrays.stream(vector).map(x -> 2 * x).toArray(), 5, Streams.ofSeed(SEED));
        assertArrayEquals(new double[] {2}, actual, 1e-12);
        assertThrows(
                IllegalArgumentException.class, () -> Lanczos.values(5, vector -> vector, 0, Streams.ofSeed(SEED)));
    }
}

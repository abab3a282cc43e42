package dev.orthant.tensor.linear;

import static dev.orthant.tensor.linear.Numbers.UNIT_ROUNDOFF;
import static dev.orthant.tensor.linear.Numbers.assertClose;
import static dev.orthant.tensor.linear.Numbers.assertOrthonormalColumns;
import static dev.orthant.tensor.linear.Numbers.diagonal;
import static dev.orthant.tensor.linear.Numbers.gaussian;
import static dev.orthant.tensor.linear.Numbers.norm;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orthant.tensor.ShapeException;
import dev.orthant.tensor.parallel.Parallel;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SymmetricEigenTest {
    @Test
    void theVectorsDiagonaliseTheMatrix() {
        for (int size : new int[] {0, 1, 2, 3, 5, 31, 32, 33, 34, 65, 120}) {
            Matrix half = gaussian(size, size, size);
            check(half.plus(half.transpose()), "size " + size);
        }
    }

    @Test
    void secondDifferencesHaveTheirKnownSpectrum() {
        for (int size : new int[] {1, 2, 7, 100, 301}) {
            Matrix matrix = Matrix.fill(size, size, (i, j) -> i == j ? 2 : Math.abs(i - j) == 1 ? -1 : 0);
            double[] values = SymmetricEigen.valuesOf(matrix);
            for (int k = 0; k < size; k++) {
                double exact = 2 - 2 * Math.cos(Math.PI * (k + 1) / (size + 1));
                assertEquals(exact, values[k], 10 * size * UNIT_ROUNDOFF * 4, size + ": " + k); // ‖A‖ < 4
            }
            check(matrix, "second difference " + size);
        }
    }

    @Test
    void aRotatedSpectrumComesBackWithItsRepetitions() {
        double[] spectrum = new double[90];
        Arrays.setAll(spectrum, i -> i < 30 ? -1 : i < 60 ? 0.5 : i / 60.0);
        Matrix basis = Qr.of(gaussian(3, 90, 90)).q();
        Matrix matrix = basis.multiply(diagonal(spectrum)).multiplyTransposedRight(basis);
        assertArrayEquals(spectrum, SymmetricEigen.of(matrix).values(), 100 * 90 * UNIT_ROUNDOFF);
        check(matrix, "repeated");
        check(Matrix.identity(40).scaled(3), "multiple of the identity");
        check(Matrix.zeros(33, 33), "zeros");
        check(Matrix.fill(50, 50, (_, _) -> 1), "ones");
    }

    @Test
    void theHilbertMatrixKeepsItsLargeEigenvaluesAndTheSmallOnesVanish() {
        Matrix hilbert = Matrix.fill(40, 40, (i, j) -> 1.0 / (i + j + 1));
        check(hilbert, "hilbert");
        double[] values = SymmetricEigen.of(hilbert).values();
        double bound = 10 * 40 * UNIT_ROUNDOFF * norm(hilbert);
        assertTrue(values[0] >= -bound, "smallest " + values[0]); // exactly: positive and far below rounding
        Matrix three = Matrix.fill(3, 3, (i, j) -> 1.0 / (i + j + 1));
        // roots of λ³ − (23/15) λ² + (127/720) λ − 1/2160, to 16 digits
        double[] exact = {0.002687340355773529, 0.1223270658539058, 1.408318927123654};
        assertArrayEquals(exact, SymmetricEigen.valuesOf(three), 30 * UNIT_ROUNDOFF * 2);
    }

    @Test
    void gradedHugeAndTinyMatricesKeepTheirScale() {
        Matrix half = gaussian(4, 20, 20);
        Matrix matrix = half.plus(half.transpose());
        double[] ordinary = SymmetricEigen.valuesOf(matrix);
        for (double scale : new double[] {0x1p900, 0x1p-900, 0x1p-400}) {
            double[] values = SymmetricEigen.valuesOf(matrix.scaled(scale));
            for (int i = 0; i < 20; i++) {
                assertEquals(ordinary[i], values[i] / scale, 10 * 20 * UNIT_ROUNDOFF * norm(matrix));
            }
        }
        check(diagonal(1e-200, 1e200, 1, -1e100, 0), "graded");
    }

    @Test
    void whatIsNotASymmetricMatrixIsRefused() {
        assertThrows(ShapeException.class, () -> SymmetricEigen.of(Matrix.zeros(2, 3)));
        Matrix crooked = Matrix.of(new double[] {1, 2}, new double[] {2.001, 1});
        String message =
                String.valueOf(assertThrows(IllegalArgumentException.class, () -> SymmetricEigen.valuesOf(crooked))
                        .getMessage());
        assertTrue(message.startsWith("symmetric eigenvalues: elements (1, 0) and (0, 1) are 2.001 and 2.0"), message);
        Matrix unknown = Matrix.of(new double[] {Double.POSITIVE_INFINITY});
        assertThrows(IllegalArgumentException.class, () -> SymmetricEigen.of(unknown));
        Matrix rounded = Matrix.of(new double[] {1, 2}, new double[] {Math.nextUp(2.0), 1});
        assertEquals(3, SymmetricEigen.valuesOf(rounded)[1], 1e-14);
    }

    @Test
    void anyNumberOfThreadsGivesTheSameBits() throws Exception {
        Matrix half = gaussian(5, 430, 430);
        Matrix matrix = half.plus(half.transpose());
        SymmetricEigen alone = Parallel.withThreads(1, () -> SymmetricEigen.of(matrix));
        for (int threads : new int[] {2, 3, 8}) {
            SymmetricEigen together = Parallel.withThreads(threads, () -> SymmetricEigen.of(matrix));
            assertArrayEquals(alone.values(), together.values());
            assertArrayEquals(alone.vectors().row(17), together.vectors().row(17));
        }
        assertArrayEquals(alone.values(), SymmetricEigen.valuesOf(matrix)); // the same iterations
    }

    private static void check(Matrix matrix, String message) {
        SymmetricEigen eigen = SymmetricEigen.of(matrix);
        int size = matrix.rows();
        assertOrthonormalColumns(eigen.vectors(), message);
        Matrix product = eigen.vectors().multiply(diagonal(eigen.values())).multiplyTransposedRight(eigen.vectors());
        double scale = Math.scalb(1.0, -Math.getExponent(largest(matrix))); // norms square: keep them in range
        double bound = 10 * (size + 1) * UNIT_ROUNDOFF * norm(matrix.scaled(scale));
        assertClose(matrix.scaled(scale), product.scaled(scale), bound, message);
        for (int i = 1; i < size; i++) {
            assertTrue(eigen.values()[i - 1] <= eigen.values()[i], message);
        }
    }

    private static double largest(Matrix matrix) {
        return Arrays.stream(matrix.toArray2d())
                .flatMapToDouble(Arrays::stream)
                .map(Math::abs)
                .filter(value -> value > 0)
                .max()
                .orElse(1);
    }
}

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

import dev.orthant.tensor.parallel.Parallel;
import org.junit.jupiter.api.Test;

class SvdTest {
    @Test
    void theFactorsMultiplyToTheMatrix() {
        int[][] sizes = {
            {0, 0}, {3, 0}, {0, 2}, {1, 1}, {1, 4}, {2, 2}, {5, 2}, {3, 8}, {33, 32}, {70, 35}, {40, 65}, {90, 90}
        };
        for (int[] size : sizes) {
            check(gaussian(1, size[0], size[1]), size[0] + " x " + size[1]);
        }
    }

    @Test
    void aRotatedSpectrumComesBack() {
        double[] spectrum = new double[50];
        for (int i = 0; i < 50; i++) {
            spectrum[i] = i < 20 ? 2 : Math.pow(10, -(i - 20) / 3.0); // repeated values, then a condition of 1e10
        }
        Matrix left = Qr.of(gaussian(2, 80, 50)).q();
        Matrix right = Qr.of(gaussian(3, 50, 50)).q();
        Matrix matrix = left.multiply(diagonal(spectrum)).multiplyTransposedRight(right);
        check(matrix, "spectrum");
        assertArrayEquals(spectrum, Svd.of(matrix).values(), 50 * UNIT_ROUNDOFF * norm(matrix));
        assertArrayEquals(spectrum, Svd.of(matrix.transpose()).values(), 50 * UNIT_ROUNDOFF * norm(matrix));
    }

    @Test
    void missingRankLeavesOrthonormalFactors() {
        Matrix thin = gaussian(4, 60, 3).multiply(gaussian(5, 3, 40));
        check(thin, "rank 3");
        assertEquals(3, Svd.of(thin).rank(60 * 0x1p-52));
        check(Matrix.zeros(7, 4), "zeros");
        assertEquals(0, Svd.of(Matrix.zeros(7, 4)).rank(1e-10));
        assertEquals(0, Svd.of(Matrix.zeros(7, 0)).rank(1e-10));
        check(Matrix.fill(9, 6, (i, j) -> j == 2 ? i : 0), "one column");
        check(Matrix.fill(6, 6, (i, j) -> i == 5 - j ? i : 0), "permuted diagonal with a zero");
    }

    @Test
    void hilbertLikeMatricesKeepTheirSmallSingularValuesAbsolutely() {
        Matrix hilbert = Matrix.fill(30, 20, (i, j) -> 1.0 / (i + j + 1));
        check(hilbert, "hilbert");
        Matrix square = Matrix.fill(5, 5, (i, j) -> 1.0 / (i + j + 1));
        double product = 1;
        for (double value : Svd.of(square).values()) {
            product *= value;
        }
        // 1 / det = 266716800000 for size 5; the smallest value, 3.3e-6, carries a relative error of u / 3.3e-6
        assertEquals(1 / 266716800000.0, product, 100 * UNIT_ROUNDOFF / 3.3e-6 / 266716800000.0);
    }

    @Test
    void hugeAndTinyMatricesKeepTheirScale() {
        Matrix matrix = gaussian(6, 12, 8);
        double[] ordinary = Svd.of(matrix).values();
        for (double scale : new double[] {0x1p900, 0x1p-900}) {
            double[] values = Svd.of(matrix.scaled(scale)).values();
            for (int i = 0; i < 8; i++) {
                assertEquals(ordinary[i], values[i] / scale, 50 * UNIT_ROUNDOFF * norm(matrix));
            }
        }
        assertThrows(IllegalArgumentException.class, () -> Svd.of(Matrix.of(new double[] {Double.NaN})));
    }

    @Test
    void anyNumberOfThreadsGivesTheSameBits() throws Exception {
        Matrix matrix = gaussian(7, 90, 75);
        Svd alone = Parallel.withThreads(1, () -> Svd.of(matrix));
        for (int threads : new int[] {2, 3, 8}) {
            Svd together = Parallel.withThreads(threads, () -> Svd.of(matrix));
            assertArrayEquals(alone.values(), together.values());
            assertArrayEquals(alone.u().row(17), together.u().row(17));
            assertArrayEquals(alone.v().row(17), together.v().row(17));
        }
    }

    private static void check(Matrix matrix, String message) {
        Svd svd = Svd.of(matrix);
        assertOrthonormalColumns(svd.u(), message);
        assertOrthonormalColumns(svd.v(), message);
        Matrix product = svd.u().multiply(diagonal(svd.values())).multiplyTransposedRight(svd.v());
        double bound = 10 * (Math.max(matrix.rows(), matrix.columns()) + 1) * UNIT_ROUNDOFF * norm(matrix);
        assertClose(matrix, product, bound, message);
        for (int i = 1; i < svd.values().length; i++) {
            assertTrue(svd.values()[i - 1] >= svd.values()[i] && svd.values()[i] >= 0, message);
        }
    }
}

package dev.orthant.tensor.linear;

import static dev.orthant.tensor.linear.Numbers.UNIT_ROUNDOFF;
import static dev.orthant.tensor.linear.Numbers.assertClose;
import static dev.orthant.tensor.linear.Numbers.assertOrthonormalColumns;
import static dev.orthant.tensor.linear.Numbers.gaussian;
import static dev.orthant.tensor.linear.Numbers.norm;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orthant.tensor.ShapeException;
import dev.orthant.tensor.parallel.Parallel;
import org.junit.jupiter.api.Test;

class QrTest {
    private static final int[][] SIZES = {
        {0, 0}, {3, 0}, {0, 3}, {1, 1}, {2, 2}, {5, 2}, {2, 5}, {31, 31}, {33, 32}, {65, 40}, {40, 65}, {150, 97}
    };

    @Test
    void theFactorsMultiplyToTheMatrix() {
        for (int[] size : SIZES) {
            check(gaussian(1, size[0], size[1]), size[0] + " x " + size[1]);
        }
    }

    @Test
    void linearlyDependentColumnsAndZerosFactorToo() {
        Matrix left = gaussian(2, 50, 3);
        check(left.multiply(gaussian(3, 3, 40)), "rank 3");
        check(Matrix.zeros(40, 35), "zeros");
        check(Matrix.identity(37), "identity");
    }

    @Test
    void hugeAndTinyNumbersNeitherOverflowNorVanish() {
        for (double scale : new double[] {1e300, 1e-300, 1e-310}) {
            Matrix matrix = gaussian(4, 20, 10);
            Matrix r = Qr.of(matrix.scaled(scale)).r();
            Matrix ordinary = Qr.of(matrix).r();
            double lost = scale < Double.MIN_NORMAL ? 1e-10 : 1e-13; // subnormal numbers have fewer digits
            assertEquals(1, r.at(3, 3) / scale / ordinary.at(3, 3), lost);
        }
    }

    @Test
    void leastSquaresLeaveAResidualOrthogonalToTheColumns() {
        Matrix matrix = gaussian(5, 80, 30);
        Matrix right = gaussian(6, 80, 3);
        Matrix solution = Qr.of(matrix).solve(right);
        Matrix residual = right.minus(matrix.multiply(solution));
        double bound = 10 * 80 * 30 * UNIT_ROUNDOFF * norm(matrix) * norm(right); // Higham 2002, theorem 20.3
        assertTrue(norm(matrix.transpose().multiply(residual)) <= bound);
        Matrix exact = gaussian(7, 30, 2);
        // the condition of this matrix is below 10, that of 80 x 30 numbers at most (√80 + √30)/(√80 − √30) or so
        assertClose(exact, Qr.of(matrix).solve(matrix.multiply(exact)), 1e-12, "solution");
    }

    @Test
    void whatCannotBeSolvedIsNamed() {
        assertThrows(ShapeException.class, () -> Qr.of(gaussian(8, 3, 5)).solve(Matrix.zeros(3, 1)));
        assertThrows(ShapeException.class, () -> Qr.of(gaussian(8, 5, 3)).solve(Matrix.zeros(4, 1)));
        Qr dependent = Qr.of(Matrix.zeros(4, 2));
        assertThrows(ArithmeticException.class, () -> dependent.solve(Matrix.zeros(4, 1)));
        Matrix unknown = Matrix.of(new double[] {1, Double.NaN});
        String message = String.valueOf(assertThrows(IllegalArgumentException.class, () -> Qr.of(unknown))
                .getMessage());
        assertTrue(message.startsWith("qr: element (0, 1) of [1, 2] is NaN"), message);
    }

    @Test
    void anyNumberOfThreadsGivesTheSameBits() throws Exception {
        Matrix matrix = gaussian(9, 2100, 70); // long enough for columns of a panel to be shared out
        double[][] alone = Parallel.withThreads(1, () -> Qr.of(matrix).q().toArray2d());
        for (int threads : new int[] {2, 3, 8}) {
            double[][] together =
                    Parallel.withThreads(threads, () -> Qr.of(matrix).q().toArray2d());
            for (int i = 0; i < alone.length; i++) {
                assertArrayEquals(alone[i], together[i], "threads " + threads);
            }
        }
    }

    private static void check(Matrix matrix, String message) {
        Qr qr = Qr.of(matrix);
        int rank = Math.min(matrix.rows(), matrix.columns());
        assertEquals(rank, qr.q().columns());
        assertEquals(rank, qr.r().rows());
        assertOrthonormalColumns(qr.q(), message);
        double bound = 10 * (matrix.rows() + 1) * Math.sqrt(rank) * UNIT_ROUNDOFF * norm(matrix);
        assertClose(matrix, qr.q().multiply(qr.r()), bound, message);
        for (int i = 0; i < rank; i++) {
            for (int j = 0; j < i; j++) {
                assertEquals(0.0, qr.r().at(i, j), message);
            }
        }
    }
}

package dev.orthant.tensor.linear;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orthant.tensor.ShapeException;
import dev.orthant.tensor.parallel.Parallel;
import dev.orthant.tensor.random.Streams;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class CholeskyTest {
    private static final double UNIT_ROUNDOFF = 0x1p-53;

    /// A Gram matrix of n random vectors of n numbers, plus the identity: condition below about 5 n.
    private static Matrix wellConditioned(int size) {
        Matrix vectors = gaussian(size, size, size);
        return vectors.multiplyTransposedRight(vectors).scaled(1.0 / size).plusDiagonal(1);
    }

    @Test
    void theFactorTimesItsTransposeIsTheMatrixWithinTheBound() {
        for (int size : new int[] {1, 2, 63, 64, 65, 129, 200}) {
            Matrix matrix = wellConditioned(size);
            Cholesky cholesky = Cholesky.of(matrix);
            Matrix lower = cholesky.lower();
            Matrix product = lower.multiplyTransposedRight(lower);
            // Higham 2002, theorem 10.3: γ_{n+1} √(aᵢᵢ aⱼⱼ) / (1 − γ), and as much again for the product here
            double gamma = (size + 1) * UNIT_ROUNDOFF / (1 - (size + 1) * UNIT_ROUNDOFF);
            for (int i = 0; i < size; i++) {
                for (int j = 0; j < size; j++) {
                    double bound = 2.1 * gamma * Math.sqrt(matrix.at(i, i) * matrix.at(j, j));
                    assertEquals(matrix.at(i, j), product.at(i, j), bound, size + ": " + i + ", " + j);
                }
                for (int j = i + 1; j < size; j++) {
                    assertEquals(0.0, lower.at(i, j), size + ": above the diagonal");
                }
            }
        }
    }

    @Test
    void residualsOfSolveAreBounded() {
        for (int size : new int[] {1, 64, 150}) {
            Matrix matrix = wellConditioned(size);
            Matrix right = gaussian(3, size, 5);
            Matrix solution = Cholesky.of(matrix).solve(right);
            Matrix residual = matrix.multiply(solution).minus(right);
            // Higham 2002, section 10.1: |ΔA| ≤ γ_{3n+1} |L||Lᵀ|, whose norm is at most n ‖A‖
            double bound = (3 * size + 1) * UNIT_ROUNDOFF * size * norm(matrix) * norm(solution);
            assertTrue(norm(residual) <= bound, size + ": " + norm(residual) + " against " + bound);
        }
    }

    @Test
    void partsOfTheSolutionAreRightOnTheirOwn() {
        Matrix matrix = wellConditioned(70);
        Cholesky cholesky = Cholesky.of(matrix);
        Matrix right = gaussian(4, 70, 3);
        Matrix half = cholesky.solveLower(right);
        assertTrue(norm(cholesky.lower().multiply(half).minus(right)) < 1e-13);
        assertArrayEquals(cholesky.solve(right).column(1), cholesky.solve(right.column(1)), 1e-13);
        Matrix inverse = cholesky.inverse();
        assertTrue(inverse.isSymmetric());
        assertTrue(norm(matrix.multiply(inverse).minus(Matrix.identity(70))) < 1e-11); // condition · n · 2⁻⁵³
    }

    @Test
    void logDeterminantDoesNotUnderflow() {
        assertEquals(
                1000 * Math.log(1e-3),
                Cholesky.of(Matrix.identity(1000).scaled(1e-3)).logDeterminant(),
                1e-9);
        Matrix matrix = Matrix.of(new double[] {4, 2}, new double[] {2, 3});
        assertEquals(Math.log(8), Cholesky.of(matrix).logDeterminant(), 1e-15);
    }

    @Test
    void anIndefiniteMatrixIsRefusedWithItsPivot() {
        Matrix matrix = Matrix.of(new double[] {1, 2}, new double[] {2, 1});
        String message = String.valueOf(assertThrows(NotPositiveDefinite.class, () -> Cholesky.of(matrix))
                .getMessage());
        assertTrue(message.startsWith("cholesky: pivot 1 of 2 is -3.0"), message);
        assertThrows(NotPositiveDefinite.class, () -> Cholesky.withJitter(matrix));
        assertThrows(ShapeException.class, () -> Cholesky.of(Matrix.zeros(2, 3)));
        Matrix unknown = Matrix.of(new double[] {Double.NaN});
        assertThrows(NotPositiveDefinite.class, () -> Cholesky.of(unknown));
    }

    @Test
    void theHilbertMatrixNeedsJitterFromSizeFourteenAndSaysHowMuch() {
        Matrix small = Matrix.fill(8, 8, (i, j) -> 1.0 / (i + j + 1));
        assertEquals(0.0, Cholesky.withJitter(small).jitter()); // condition 1.5e10: still positive definite
        Matrix large = Matrix.fill(30, 30, (i, j) -> 1.0 / (i + j + 1));
        assertThrows(NotPositiveDefinite.class, () -> Cholesky.of(large));
        double mean = java.util.Arrays.stream(large.diagonal()).average().orElseThrow();
        assertEquals(1e-12 * mean, Cholesky.withJitter(large).jitter(), 1e-26);
    }

    @Test
    void anyNumberOfThreadsGivesTheSameBits() throws Exception {
        Matrix matrix = wellConditioned(200);
        double[][] alone =
                Parallel.withThreads(1, () -> Cholesky.of(matrix).inverse().toArray2d());
        for (int threads : new int[] {2, 3, 8}) {
            double[][] together = Parallel.withThreads(
                    threads, () -> Cholesky.of(matrix).inverse().toArray2d());
            for (int i = 0; i < 200; i++) {
                assertArrayEquals(alone[i], together[i], "threads " + threads); // no tolerance
            }
        }
    }

    private static double norm(Matrix matrix) {
        double sum = 0;
        for (double[] row : matrix.toArray2d()) {
            for (double value : row) {
                sum += value * value;
            }
        }
        return Math.sqrt(sum);
    }

    private static Matrix gaussian(long seed, int rows, int columns) {
        RandomGenerator random = Streams.ofSeed(seed).generator();
        return Matrix.fill(rows, columns, (_, _) -> random.nextGaussian());
    }
}

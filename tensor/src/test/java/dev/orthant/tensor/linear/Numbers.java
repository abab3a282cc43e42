package dev.orthant.tensor.linear;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orthant.tensor.random.Streams;
import java.util.random.RandomGenerator;

/// What the tests of the factorisations share.
final class Numbers {
    static final double UNIT_ROUNDOFF = 0x1p-53;

    private Numbers() {}

    static Matrix gaussian(long seed, int rows, int columns) {
        RandomGenerator random = Streams.ofSeed(seed).generator();
        return Matrix.fill(rows, columns, (_, _) -> random.nextGaussian());
    }

    /// Frobenius norm.
    static double norm(Matrix matrix) {
        double sum = 0;
        for (double[] row : matrix.toArray2d()) {
            for (double value : row) {
                sum += value * value;
            }
        }
        return Math.sqrt(sum);
    }

    static Matrix diagonal(double... values) {
        return Matrix.fill(values.length, values.length, (i, j) -> i == j ? values[i] : 0);
    }

    /// A product of n Householder reflections, each accurate to some ten roundings per element, is orthogonal within
    /// about 10 n √n u in the Frobenius norm (Higham 2002, lemma 19.3 with a statistical n for its n√n).
    static void assertOrthonormalColumns(Matrix matrix, String message) {
        Matrix error = matrix.transpose().multiply(matrix).minus(Matrix.identity(matrix.columns()));
        double bound = 10 * (matrix.rows() + 1) * Math.sqrt(matrix.columns()) * UNIT_ROUNDOFF;
        assertTrue(norm(error) <= bound, () -> message + ": |QtQ - I| = " + norm(error) + ", bound " + bound);
    }

    static void assertClose(Matrix expected, Matrix actual, double bound, String message) {
        double error = norm(expected.minus(actual));
        assertTrue(error <= bound, () -> message + ": off by " + error + ", bound " + bound);
    }
}

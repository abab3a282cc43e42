package dev.orthant.tensor.linear;

import dev.orthant.tensor.ShapeException;
import dev.orthant.tensor.kernel.ActiveKernels;
import dev.orthant.tensor.kernel.DoubleKernels;
import java.util.Arrays;

/// The factorisation `A = L Lᵀ` of a symmetric positive definite matrix, L lower triangular with a positive diagonal,
/// and what it makes cheap: solving, log-determinant, inverse.
///
/// Only the lower triangle of A is read. Almost all of the n³/3 multiplications are a matrix product; same bits for any
/// number of threads. The residual is bounded by
/// |A − L Lᵀ| ≤ γₙ₊₁ |L| |L|ᵀ elementwise (Higham 2002, "Accuracy and stability of numerical algorithms", theorem 10.3).
///
/// ```java
/// Matrix covariance = Matrix.of(new double[] {4, 2}, new double[] {2, 5});
/// Cholesky cholesky = Cholesky.of(covariance);
/// cholesky.lower();                                    // → matrix [2, 2] {2.00000, 0.00000; 1.00000, 2.00000}
/// cholesky.solve(8, 12);                               // → [1.0, 2.0]
/// cholesky.logDeterminant();                           // → 2.77258…
/// Matrix alike = Matrix.fill(2, 2, (i, j) -> 1);       // two examples that are the same
/// Cholesky.of(alike);                                  // throws NotPositiveDefinite
/// Cholesky.withJitter(alike).jitter();                 // → 1.0E-12
/// ```
///
/// @since 0.1.0
public final class Cholesky {
    /// Tried in this order by [#withJitter(Matrix)], as multiples of the scale of the matrix.
    private static final double[] JITTERS = {0, 1e-12, 1e-10, 1e-8};

    private final Matrix lower;
    private final double jitter;

    private Cholesky(Matrix lower, double jitter) {
        this.lower = lower;
        this.jitter = jitter;
    }

    /// The factor of the matrix as it is.
    ///
    /// @param matrix A, [n, n]; left as it is
    /// @return       its factor, with [#jitter] 0
    /// @throws ShapeException      if it is not square
    /// @throws NotPositiveDefinite if a pivot is not positive
    public static Cholesky of(Matrix matrix) {
        return factor(matrix, 0);
    }

    /// As [#of], in the place of the matrix, which becomes [#lower]: for matrices of which memory holds only one.
    ///
    /// @param matrix A, [n, n]; overwritten
    /// @return       its factor, with [#jitter] 0
    /// @throws ShapeException      if it is not square
    /// @throws NotPositiveDefinite if a pivot is not positive; the matrix is then spoilt
    public static Cholesky inPlace(Matrix matrix) {
        requireSquare(matrix);
        matrix.clearUpper();
        return factorInPlace(matrix, 0);
    }

    /// The factor of the matrix, or of `A + εI` with the smallest ε of the ladder 0, 10⁻¹², 10⁻¹⁰, 10⁻⁸ times the mean of
    /// the diagonal for which there is one; [#jitter] tells which. Covariances of examples that are alike are positive
    /// definite but for rounding.
    ///
    /// @param matrix A, [n, n], its diagonal positive on average
    /// @return       the first factor that there is
    /// @throws ShapeException           if it is not square
    /// @throws IllegalArgumentException if the mean of the diagonal is not positive and finite
    /// @throws NotPositiveDefinite      if there is none
    public static Cholesky withJitter(Matrix matrix) {
        return withJitter(matrix, Arrays.stream(matrix.diagonal()).average().orElse(1));
    }

    /// As [#withJitter(Matrix)], the ladder times `scale`: for a difference of matrices, whose rounding errors are as
    /// large as those of the matrices it came from.
    ///
    /// @param matrix A, [n, n]
    /// @param scale  size of the numbers that A was computed from, positive
    /// @return       the first factor that there is
    /// @throws ShapeException           if it is not square
    /// @throws IllegalArgumentException if the scale is not positive and finite
    /// @throws NotPositiveDefinite      if there is none
    public static Cholesky withJitter(Matrix matrix, double scale) {
        if (!(scale > 0 && scale < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("cholesky: the jitter's scale is " + scale
                    + " (the mean of the diagonal, unless given); it must be positive and finite");
        }
        for (double rung : JITTERS) {
            try {
                return factor(matrix, rung * scale);
            } catch (NotPositiveDefinite broken) {
                if (rung == JITTERS[JITTERS.length - 1]) {
                    throw broken;
                }
            }
        }
        throw new AssertionError("the loop returns or throws on its last rung");
    }

    /// {@return L, [n, n], zeros above the diagonal}
    public Matrix lower() {
        return lower;
    }

    /// {@return what was added to the diagonal before factoring; 0 for the matrix itself}
    public double jitter() {
        return jitter;
    }

    /// {@return `ln det A = 2 Σ ln Lᵢᵢ`; the determinant itself underflows from n of a few hundred on}
    public double logDeterminant() {
        return 2 * Arrays.stream(lower.diagonal()).map(Math::log).sum();
    }

    /// {@return X with `A X = B`, [n, columns]}
    ///
    /// @param right B, [n, columns]
    /// @throws ShapeException if it has not n rows
    public Matrix solve(Matrix right) {
        requireRows("solve", right);
        Matrix solution = right.copy();
        DoubleKernels kernels = ActiveKernels.get().doubles();
        kernels.solveLower(lower.view(), solution.view());
        kernels.solveUpper(lower.view().transposed(), solution.view());
        return solution;
    }

    /// {@return x with `A x = b`, n numbers}
    ///
    /// @param right b, n numbers
    /// @throws ShapeException if there are more or fewer
    public double[] solve(double... right) {
        return solve(Matrix.columnOf(right)).column(0);
    }

    /// {@return Y with `L Y = B`, [n, columns]: whitens what has covariance A}
    ///
    /// @param right B, [n, columns]
    /// @throws ShapeException if it has not n rows
    public Matrix solveLower(Matrix right) {
        requireRows("solve lower", right);
        Matrix solution = right.copy();
        ActiveKernels.get().doubles().solveLower(lower.view(), solution.view());
        return solution;
    }

    /// {@return `A⁻¹`, [n, n], exactly symmetric}
    public Matrix inverse() {
        Matrix half = solveLower(Matrix.identity(lower.rows()));
        Matrix inverse = Matrix.zeros(lower.rows(), lower.rows());
        ActiveKernels.get()
                .doubles()
                .multiplyLower(1, half.view().transposed(), half.view(), 0, inverse.view()); // A⁻¹ = L⁻ᵀ L⁻¹
        inverse.mirrorLower();
        return inverse;
    }

    private static Cholesky factor(Matrix matrix, double jitter) {
        requireSquare(matrix);
        Matrix lower = matrix.lowerTriangle();
        return factorInPlace(lower, jitter);
    }

    private static Cholesky factorInPlace(Matrix lower, double jitter) {
        for (int i = 0; jitter != 0 && i < lower.rows(); i++) {
            lower.set(i, i, lower.at(i, i) + jitter);
        }
        BlockedCholesky.factor(lower.view(), jitter);
        return new Cholesky(lower, jitter);
    }

    private static void requireSquare(Matrix matrix) {
        if (matrix.rows() != matrix.columns()) {
            throw new ShapeException("cholesky: the matrix is " + matrix.size() + "; it must be square");
        }
    }

    private void requireRows(String operation, Matrix right) {
        if (right.rows() != lower.rows()) {
            throw new ShapeException("cholesky " + operation + ": the right side is " + right.size() + "; it must have "
                    + lower.rows() + " rows, as many as the factored matrix");
        }
    }
}

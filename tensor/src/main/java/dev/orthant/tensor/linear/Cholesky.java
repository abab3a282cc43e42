package dev.orthant.tensor.linear;

import dev.orthant.tensor.ShapeException;
import dev.orthant.tensor.parallel.Parallel;
import java.util.Arrays;

/// The factorisation `A = L Lᵀ` of a symmetric positive definite matrix, L lower triangular with a positive diagonal,
/// and what it makes cheap: solving, log-determinant, inverse.
///
/// Only the lower triangle of A is read. Computed in blocks of 64 columns, so that almost all of the n³/3 multiplications
/// are a matrix product; same bits for any number of threads. The residual is bounded by
/// |A − L Lᵀ| ≤ γₙ₊₁ |L| |L|ᵀ elementwise (Higham 2002, "Accuracy and stability of numerical algorithms", theorem 10.3).
public final class Cholesky {
    private static final int BLOCK = 64;

    /// Tried in this order by [#withJitter(Matrix)], as multiples of the scale of the matrix.
    private static final double[] JITTERS = {0, 1e-12, 1e-10, 1e-8};

    private final Matrix lower;
    private final Matrix upper;
    private final double jitter;

    private Cholesky(Matrix lower, double jitter) {
        this.lower = lower;
        this.upper = lower.transpose(); // back substitution then reads rows, too
        this.jitter = jitter;
    }

    /// The factor of the matrix as it is.
    ///
    /// @throws ShapeException      if it is not square
    /// @throws NotPositiveDefinite if a pivot is not positive
    public static Cholesky of(Matrix matrix) {
        return factor(matrix, 0);
    }

    /// The factor of the matrix, or of `A + εI` with the smallest ε of the ladder 0, 10⁻¹², 10⁻¹⁰, 10⁻⁸ times the mean of
    /// the diagonal for which there is one; [#jitter] tells which. Covariances of examples that are alike are positive
    /// definite but for rounding.
    ///
    /// @throws NotPositiveDefinite if there is none
    public static Cholesky withJitter(Matrix matrix) {
        return withJitter(matrix, Arrays.stream(matrix.diagonal()).average().orElse(1));
    }

    /// As [#withJitter(Matrix)], the ladder times `scale`: for a difference of matrices, whose rounding errors are as
    /// large as those of the matrices it came from.
    ///
    /// @param scale size of the numbers that A was computed from, positive
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

    /// L, [n, n], zeros above the diagonal.
    public Matrix lower() {
        return lower;
    }

    /// What was added to the diagonal before factoring; 0 for the matrix itself.
    public double jitter() {
        return jitter;
    }

    /// `ln det A = 2 Σ ln Lᵢᵢ`: the determinant itself underflows from n of a few hundred on.
    public double logDeterminant() {
        return 2 * Arrays.stream(lower.diagonal()).map(Math::log).sum();
    }

    /// X with `A X = B`, B [n, columns].
    public Matrix solve(Matrix right) {
        requireRows("solve", right);
        Matrix solution = right.copy();
        solveLower(solution.view());
        solveUpper(solution.view());
        return solution;
    }

    /// x with `A x = b`.
    public double[] solve(double... right) {
        return solve(Matrix.columnOf(right)).column(0);
    }

    /// Y with `L Y = B`, B [n, columns]: whitens what has covariance A.
    public Matrix solveLower(Matrix right) {
        requireRows("solve lower", right);
        Matrix solution = right.copy();
        solveLower(solution.view());
        return solution;
    }

    /// `A⁻¹`, exactly symmetric.
    public Matrix inverse() {
        Matrix half = solveLower(Matrix.identity(lower.rows()));
        return half.transpose().multiply(half); // A⁻¹ = L⁻ᵀ L⁻¹: element (i, j) and (j, i) sum the same products
    }

    private static Cholesky factor(Matrix matrix, double jitter) {
        if (matrix.rows() != matrix.columns()) {
            throw new ShapeException("cholesky: the matrix is " + matrix.size() + "; it must be square");
        }
        int size = matrix.rows();
        Matrix lower = Matrix.fill(size, size, (i, j) -> j > i ? 0 : matrix.at(i, j) + (i == j ? jitter : 0));
        Block all = lower.view();
        for (int from = 0; from < size; from += BLOCK) {
            int to = Math.min(from + BLOCK, size);
            factorDiagonal(all, from, to, jitter);
            solvePanel(all, from, to);
            subtractPanel(lower, from, to);
        }
        return new Cholesky(lower, jitter);
    }

    /// Rows and columns `from` to `to`, one column after the other.
    private static void factorDiagonal(Block all, int from, int to, double jitter) {
        double[] a = all.array();
        int stride = all.stride();
        for (int j = from; j < to; j++) {
            double pivot = a[j * stride + j] - dot(a, j * stride + from, j * stride + from, j - from);
            if (!(pivot > 0 && pivot < Double.POSITIVE_INFINITY)) { // also rejects NaN
                throw new NotPositiveDefinite("cholesky: pivot " + j + " of " + all.rows() + " is " + pivot
                        + " (jitter " + jitter + "); it must be positive and finite: the matrix is not positive"
                        + " definite; look for duplicate or NaN examples, or use Cholesky.withJitter");
            }
            double root = Math.sqrt(pivot);
            a[j * stride + j] = root;
            for (int i = j + 1; i < to; i++) {
                double rest = a[i * stride + j] - dot(a, i * stride + from, j * stride + from, j - from);
                a[i * stride + j] = rest / root;
            }
        }
    }

    /// Below the diagonal block: `L₂₁ = A₂₁ L₁₁⁻ᵀ`, row by row.
    private static void solvePanel(Block all, int from, int to) {
        double[] a = all.array();
        int stride = all.stride();
        Parallel.forPieces(all.rows() - to, BLOCK, (first, last) -> {
            for (int i = to + first; i < to + last; i++) {
                for (int j = from; j < to; j++) {
                    double rest = a[i * stride + j] - dot(a, i * stride + from, j * stride + from, j - from);
                    a[i * stride + j] = rest / a[j * stride + j];
                }
            }
        });
    }

    /// What remains: `A₂₂ ← A₂₂ − L₂₁ L₂₁ᵀ`, blocks on and below the diagonal.
    private static void subtractPanel(Matrix lower, int from, int to) {
        int size = lower.rows();
        Block all = lower.view();
        Block panel = all.part(to, size, from, to);
        Block transposed = lower.block(to, size, from, to).transpose().view();
        Parallel.forPieces(size - to, BLOCK, (first, last) -> {
            all.part(to + first, to + last, to, to + last)
                    .addProductHere(-1, panel.part(first, last, 0, to - from), transposed.part(0, to - from, 0, last));
            for (int i = to + first; i < to + last; i++) {
                Arrays.fill(all.array(), i * size + i + 1, i * size + to + last, 0); // above the diagonal
            }
        });
    }

    private void solveLower(Block solution) {
        Block factor = lower.view();
        for (int from = 0; from < factor.rows(); from += BLOCK) {
            int to = Math.min(from + BLOCK, factor.rows());
            Block rows = solution.part(from, to, 0, solution.columns());
            rows.addProduct(-1, factor.part(from, to, 0, from), solution.part(0, from, 0, solution.columns()));
            for (int i = 0; i < to - from; i++) {
                solveRow(rows, factor.part(from, to, from, to), i, 0, i);
            }
        }
    }

    private void solveUpper(Block solution) {
        Block factor = upper.view();
        int size = factor.rows();
        for (int from = (size - 1) / BLOCK * BLOCK; from >= 0; from -= BLOCK) {
            int to = Math.min(from + BLOCK, size);
            Block rows = solution.part(from, to, 0, solution.columns());
            rows.addProduct(-1, factor.part(from, to, to, size), solution.part(to, size, 0, solution.columns()));
            for (int i = to - from - 1; i >= 0; i--) {
                solveRow(rows, factor.part(from, to, from, to), i, i + 1, to - from);
            }
        }
    }

    /// `xᵢ ← (xᵢ − Σ_j Tᵢⱼ xⱼ) / Tᵢᵢ` for j from `first` to `last`, x a row of the solution.
    private static void solveRow(Block solution, Block triangle, int i, int first, int last) {
        Block row = solution.part(i, i + 1, 0, solution.columns());
        row.addProductHere(-1, triangle.part(i, i + 1, first, last), solution.part(first, last, 0, solution.columns()));
        double pivot = triangle.array()[triangle.from() + i * triangle.stride() + i];
        for (int j = row.from(); j < row.from() + row.columns(); j++) {
            row.array()[j] /= pivot;
        }
    }

    private static double dot(double[] a, int left, int right, int length) {
        double sum = 0;
        for (int k = 0; k < length; k++) {
            sum += a[left + k] * a[right + k];
        }
        return sum;
    }

    private void requireRows(String operation, Matrix right) {
        if (right.rows() != lower.rows()) {
            throw new ShapeException("cholesky " + operation + ": the right side is " + right.size() + "; it must have "
                    + lower.rows() + " rows, as many as the factored matrix");
        }
    }
}

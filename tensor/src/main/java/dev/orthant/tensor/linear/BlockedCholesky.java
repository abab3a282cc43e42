package dev.orthant.tensor.linear;

import dev.orthant.tensor.kernel.ActiveKernels;
import dev.orthant.tensor.kernel.DoubleKernels;
import dev.orthant.tensor.kernel.DoubleView;

/// `A = L Lᵀ` in the place of A's lower triangle; what lies above the diagonal is neither read nor written.
///
/// Halves the matrix until it is small, so that nearly all of the n³/3 multiplications are matrix products of great depth
/// (Gustavson 1997, "Recursion leads to automatic variable blocking for dense linear-algebra algorithms"):
///
///     L₁₁ L₁₁ᵀ = A₁₁,   L₂₁ = A₂₁ L₁₁⁻ᵀ,   L₂₂ L₂₂ᵀ = A₂₂ − L₂₁ L₂₁ᵀ
final class BlockedCholesky {
    /// Matrices up to this size are factored column by column.
    private static final int SMALL = 64;

    private final DoubleKernels kernels = ActiveKernels.get().doubles();
    private final int size;
    private final double jitter;

    private BlockedCholesky(int size, double jitter) {
        this.size = size;
        this.jitter = jitter;
    }

    /// @param matrix row-major and square
    /// @param jitter what was added to its diagonal, for the message
    /// @throws NotPositiveDefinite if a pivot is not positive; the matrix is then spoilt
    static void factor(DoubleView matrix, double jitter) {
        BlockedCholesky cholesky = new BlockedCholesky(matrix.rows(), jitter);
        cholesky.factorPart(matrix, 0);
    }

    /// @param first row of the whole matrix at which this diagonal block begins
    private void factorPart(DoubleView block, int first) {
        int count = block.rows();
        if (count <= SMALL) {
            factorSmall(block, first);
            return;
        }
        int half = Math.ceilDiv(Math.ceilDiv(count, SMALL), 2) * SMALL;
        DoubleView upper = block.part(0, half, 0, half);
        DoubleView panel = block.part(half, count, 0, half);
        DoubleView rest = block.part(half, count, half, count);
        factorPart(upper, first);
        kernels.solveLower(upper, panel.transposed()); // L₁₁ L₂₁ᵀ = A₂₁ᵀ
        kernels.multiplyLower(-1, panel, panel.transposed(), 1, rest);
        factorPart(rest, first + half);
    }

    private void factorSmall(DoubleView block, int first) {
        double[] a = block.array();
        double[] column = new double[block.rows()];
        for (int j = 0; j < block.rows(); j++) {
            double pivot = block.at(j, j);
            if (!(pivot > 0 && pivot < Double.POSITIVE_INFINITY)) { // also rejects NaN
                throw new NotPositiveDefinite("cholesky: pivot " + (first + j) + " of " + size + " is " + pivot
                        + " (jitter " + jitter + "); it must be positive and finite: the matrix is not positive"
                        + " definite; look for duplicate or NaN examples, or use Cholesky.withJitter");
            }
            double root = Math.sqrt(pivot);
            a[block.index(j, j)] = root;
            for (int i = j + 1; i < block.rows(); i++) {
                column[i] = block.at(i, j) / root;
                a[block.index(i, j)] = column[i];
            }
            for (int i = j + 1; i < block.rows(); i++) {
                subtractRow(a, block.index(i, 0), column, column[i], j + 1, i + 1);
            }
        }
    }

    /// `row ← row − factor · column` from `first` to `last`: a loop that C2 makes vectors of.
    private static void subtractRow(double[] a, int row, double[] column, double factor, int first, int last) {
        for (int k = first; k < last; k++) {
            a[row + k] -= factor * column[k];
        }
    }
}

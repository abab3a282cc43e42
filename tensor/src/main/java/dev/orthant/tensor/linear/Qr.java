package dev.orthant.tensor.linear;

import dev.orthant.tensor.ShapeException;
import dev.orthant.tensor.kernel.ActiveKernels;
import dev.orthant.tensor.kernel.DoubleKernels;
import dev.orthant.tensor.kernel.DoubleView;
import dev.orthant.tensor.parallel.Parallel;
import java.util.ArrayList;
import java.util.List;

/// The thin factorisation `A = Q R` of any matrix [m, n]: with k = min(m, n), Q [m, k] has orthonormal columns and R [k, n]
/// is upper triangular. No columns are exchanged; the diagonal of R may have either sign.
///
/// By Householder reflections in blocks of 32 columns. The computed factors are those of a matrix that differs from A by at
/// most a small multiple of `m n u ‖A‖_F`, u = 2⁻⁵³ (Higham 2002, "Accuracy and stability of numerical algorithms",
/// theorem 19.4); same bits for any number of threads.
///
/// ```java
/// Matrix line = Matrix.of(new double[] {1, 0}, new double[] {1, 1}, new double[] {1, 2});    // 1, t at t = 0, 1, 2
/// Qr qr = Qr.of(line);
/// qr.q().columns();                                                    // → 2
/// Matrix fit = qr.solve(Matrix.columnOf(1, 3, 5));                     // → matrix [2, 1] {1.00000; 2.00000}
/// Qr.of(Matrix.zeros(3, 2)).solve(Matrix.columnOf(1, 3, 5));           // throws ArithmeticException
/// ```
///
/// @since 0.1.0
public final class Qr {
    private static final int BLOCK = 32;

    /// Columns of a panel that one piece of parallel work reflects, and the size from which that pays.
    private static final int PIECE = 8;
    private static final int PARALLEL_WORK = 1 << 16;

    private final DoubleKernels kernels = ActiveKernels.get().doubles();
    private final Matrix work;
    private final int rank;
    private final double scale;
    private final List<BlockReflector> blocks = new ArrayList<>();

    private Qr(Matrix matrix) {
        Scaling scaling = Scaling.of("qr", matrix);
        work = scaling.scaled(matrix);
        scale = scaling.factor();
        rank = Math.min(matrix.rows(), matrix.columns());
        for (int from = 0; from < rank; from += BLOCK) {
            factorPanel(from, Math.min(from + BLOCK, rank));
        }
    }

    /// The thin factorisation.
    ///
    /// @param matrix A, [m, n]
    /// @return       Q and R
    /// @throws IllegalArgumentException if an element is NaN or infinite
    public static Qr of(Matrix matrix) {
        return new Qr(matrix);
    }

    /// {@return Q, [m, min(m, n)]}
    public Matrix q() {
        return q(rank);
    }

    /// The first columns of the square Q, of which [#q] is a part.
    ///
    /// @param columns at most m
    Matrix q(int columns) {
        Matrix q = Matrix.zeros(work.rows(), columns);
        for (int i = 0; i < Math.min(columns, work.rows()); i++) {
            q.set(i, i, 1);
        }
        for (int block = blocks.size() - 1; block >= 0; block--) {
            int from = block * BLOCK; // the columns before are still those of the identity, zero from this row on
            blocks.get(block).apply(kernels, q.view().part(from, work.rows(), from, columns));
        }
        return q;
    }

    /// {@return R, [min(m, n), n], zeros below the diagonal}
    public Matrix r() {
        return Matrix.fill(rank, work.columns(), (i, j) -> j < i ? 0 : work.at(i, j) / scale);
    }

    /// X that makes `‖A X − B‖` least, column by column: `R X = Qᵀ B`.
    ///
    /// @param right B, [m, columns]
    /// @return      X, [n, columns]
    /// @throws ShapeException      if B has not m rows or A fewer rows than columns
    /// @throws ArithmeticException if R has a zero on its diagonal: the columns of A are linearly dependent
    public Matrix solve(Matrix right) {
        int columns = work.columns();
        if (right.rows() != work.rows() || work.rows() < columns) {
            throw new ShapeException("qr solve: the factored matrix is " + work.size() + " and the right side "
                    + right.size() + "; both need the same number of rows, at least as many as the unknowns");
        }
        for (int i = 0; i < columns; i++) {
            if (work.at(i, i) == 0) {
                throw new ArithmeticException("qr solve: element " + i + " of the diagonal of R is 0; the columns must"
                        + " be linearly independent; use Svd, or leave out column " + i);
            }
        }
        Matrix solution = right.copy();
        for (int block = 0; block < blocks.size(); block++) {
            DoubleView rows = solution.view().rowRange(block * BLOCK, work.rows());
            blocks.get(block).applyTransposed(kernels, rows);
        }
        kernels.solveUpper(work.view().rowRange(0, columns), solution.view().rowRange(0, columns));
        return solution.block(0, columns, 0, right.columns()).map(value -> value * scale);
    }

    /// Columns `from` to `to`, in a copy whose rows are these columns: everything then runs along rows.
    private void factorPanel(int from, int to) {
        int length = work.rows() - from;
        int count = to - from;
        DoubleView all = work.view();
        DoubleView panel = DoubleView.rowMajor(new double[count * length], count, length);
        double[] p = panel.array();
        copy(all.part(from, work.rows(), from, to).transposed(), panel);
        double[] factors = new double[count];
        for (int j = 0; j < count; j++) {
            int at = panel.index(j, j);
            int left = length - j;
            int column = j;
            Reflector reflector = Reflector.of(kernels, p, at, left);
            factors[j] = reflector.factor();
            all.array()[all.index(from + j, from + j)] = reflector.length();
            Parallel.Piece reflect = (first, last) -> {
                for (int i = column + 1 + first; i < column + 1 + last; i++) {
                    int row = panel.index(i, column);
                    double dot = kernels.dot(p, at, p, row, left);
                    kernels.addScaled(-reflector.factor() * dot, p, at, p, row, left);
                }
            };
            if (left * (count - j) >= PARALLEL_WORK) {
                Parallel.forPieces(count - j - 1, PIECE, reflect);
            } else {
                reflect.run(0, count - j - 1);
            }
        }
        for (int j = 0; j < count; j++) {
            for (int i = 0; i < j; i++) {
                all.array()[all.index(from + i, from + j)] = panel.at(j, i); // R
                p[panel.index(j, i)] = 0;
            }
        }
        BlockReflector block = BlockReflector.of(kernels, panel.transposed(), factors);
        blocks.add(block);
        block.applyTransposed(kernels, all.part(from, work.rows(), to, work.columns()));
    }

    private static void copy(DoubleView from, DoubleView to) {
        for (int i = 0; i < to.rows(); i++) {
            for (int j = 0; j < to.columns(); j++) {
                to.array()[to.index(i, j)] = from.at(i, j);
            }
        }
    }
}

package dev.orthant.tensor.linear;

import dev.orthant.tensor.kernel.ActiveKernels;
import dev.orthant.tensor.kernel.DoubleKernels;
import dev.orthant.tensor.kernel.DoubleView;
import dev.orthant.tensor.parallel.Parallel;
import java.util.Arrays;

/// `A = Q T Qᵀ` with T symmetric tridiagonal, by Householder reflections in blocks of 32 columns: half of the 4n³/3
/// operations are matrix products, the other half one product of the matrix with a vector per column (Dongarra, Sorensen
/// and Hammarling 1989, "Block reduction of matrices to condensed forms").
///
/// Both triangles of the matrix are kept up to date, so that everything runs along rows.
final class Tridiagonal {
    private static final int BLOCK = 32;

    /// Rows of the matrix that one piece of a product with a vector takes, and the size from which pieces pay.
    private static final int PIECE = 64;
    private static final int PARALLEL_ROWS = 400;

    private final DoubleKernels kernels = ActiveKernels.get().doubles();
    private final DoubleView all;
    private final int size;

    /// The diagonal of T.
    final double[] diagonal;

    /// Element i stands beside diagonal elements i and i + 1; the last one is 0.
    final double[] beside;

    private final double[] factors;

    /// @param matrix symmetric, both triangles; overwritten: row i keeps reflection i in its elements from i + 1 on
    Tridiagonal(Matrix matrix) {
        all = matrix.view();
        size = matrix.rows();
        diagonal = new double[size];
        beside = new double[size];
        factors = new double[size];
        for (int from = 0; from < size; from += BLOCK) {
            reduce(from, Math.min(from + BLOCK, size));
        }
    }

    /// Qᵀ: its row i is column i of Q.
    Matrix transposedQ() {
        Matrix transposed = Matrix.identity(size);
        int last = (size - 1) / BLOCK * BLOCK;
        for (int from = last; from >= 0; from -= BLOCK) {
            int to = Math.min(from + BLOCK, size - 1); // the last row has no reflection
            if (from < to) {
                DoubleView vectors =
                        DoubleView.rowMajor(new double[(to - from) * (size - from - 1)], to - from, size - from - 1);
                for (int i = from; i < to; i++) {
                    System.arraycopy(
                            all.array(),
                            all.index(i, i + 1),
                            vectors.array(),
                            vectors.index(i - from, i - from),
                            size - i - 1);
                }
                double[] taus = Arrays.copyOfRange(factors, from, to);
                DoubleView q = transposed.view().transposed().part(from + 1, size, from + 1, size);
                BlockReflector.of(kernels, vectors.transposed(), taus).apply(kernels, q);
            }
        }
        return transposed;
    }

    /// Columns `from` to `to`; then subtracts `V Wᵀ + W Vᵀ` from what remains.
    private void reduce(int from, int to) {
        int count = to - from;
        DoubleView v = DoubleView.rowMajor(new double[count * size], count, size); // row j: vector j, in columns of A
        DoubleView w = DoubleView.rowMajor(new double[count * size], count, size);
        double[] a = all.array();
        for (int j = from; j < to; j++) {
            int row = all.index(j, 0);
            for (int k = 0; k < j - from; k++) { // bring this row up to date
                kernels.addScaled(-v.at(k, j), w.array(), w.index(k, j), a, row + j, size - j);
                kernels.addScaled(-w.at(k, j), v.array(), v.index(k, j), a, row + j, size - j);
            }
            diagonal[j] = a[row + j];
            if (j + 1 == size) {
                return;
            }
            Reflector reflector = Reflector.of(kernels, a, row + j + 1, size - j - 1);
            beside[j] = reflector.length();
            factors[j] = reflector.factor();
            System.arraycopy(a, row + j + 1, v.array(), v.index(j - from, j + 1), size - j - 1);
            companion(v, w, j, j - from);
        }
        DoubleView rest = all.part(to, size, to, size);
        DoubleView left = v.columnRange(to, size);
        DoubleView right = w.columnRange(to, size);
        kernels.multiplyLower(-1, left.transposed(), right, 1, rest);
        kernels.multiplyLower(-1, right.transposed(), left, 1, rest);
        mirror(rest);
    }

    /// `w = τ (A v − V (Wᵀ v) − W (Vᵀ v))`, then `w ← w − (τ/2) (wᵀ v) v`: A − v wᵀ − w vᵀ is H A H.
    private void companion(DoubleView v, DoubleView w, int column, int index) {
        int first = column + 1;
        int length = size - first;
        int vAt = v.index(index, first);
        int wAt = w.index(index, first);
        double[] vs = v.array();
        double[] ws = w.array();
        Parallel.Piece piece = (from, to) ->
                kernels.multiplyVector(all.part(first + from, first + to, first, size), vs, vAt, ws, wAt + from);
        if (length >= PARALLEL_ROWS) {
            Parallel.forPieces(length, PIECE, piece);
        } else {
            piece.run(0, length);
        }
        for (int k = 0; k < index; k++) {
            double alongW = kernels.dot(ws, w.index(k, first), vs, vAt, length);
            double alongV = kernels.dot(vs, v.index(k, first), vs, vAt, length);
            kernels.addScaled(-alongW, vs, v.index(k, first), ws, wAt, length);
            kernels.addScaled(-alongV, ws, w.index(k, first), ws, wAt, length);
        }
        double factor = factors[column];
        for (int i = wAt; i < wAt + length; i++) {
            ws[i] *= factor;
        }
        double half = factor / 2 * kernels.dot(ws, wAt, vs, vAt, length);
        kernels.addScaled(-half, vs, vAt, ws, wAt, length);
    }

    private static void mirror(DoubleView square) {
        double[] a = square.array();
        for (int i = 0; i < square.rows(); i++) {
            for (int j = 0; j < i; j++) {
                a[square.index(j, i)] = a[square.index(i, j)];
            }
        }
    }
}

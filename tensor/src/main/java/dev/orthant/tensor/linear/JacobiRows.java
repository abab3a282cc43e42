package dev.orthant.tensor.linear;

import dev.orthant.tensor.kernel.ActiveKernels;
import dev.orthant.tensor.kernel.DoubleKernels;
import dev.orthant.tensor.parallel.Parallel;
import java.util.Arrays;

/// One-sided Jacobi rotations that make the rows of a square matrix orthogonal: `W = G B` with G orthogonal, in sweeps over
/// all pairs of rows (Hestenes 1958, "Inversion of matrices by biorthogonalization and related results").
///
/// The pairs of a round have no row in common (the order of a round-robin tournament), so they can be rotated in parallel.
final class JacobiRows {
    private static final double UNIT_ROUNDOFF = 0x1p-53;
    private static final int SWEEPS = 60;

    /// Pairs in a piece of parallel work.
    private static final int PIECE = 8;

    /// Rows this short have no direction: their squares underflow.
    private static final double NOTHING = 0x1p-500;

    private final DoubleKernels kernels = ActiveKernels.get().doubles();
    private final int size;
    private final double tolerance;
    private final Matrix rows;
    private final Matrix rotations;
    private final boolean[] turned;

    private JacobiRows(Matrix rows) {
        size = rows.rows();
        tolerance = Math.sqrt(size) * UNIT_ROUNDOFF;
        this.rows = rows;
        rotations = Matrix.identity(size);
        turned = new boolean[size];
    }

    /// @param rows B, elements at most about 1; becomes W
    /// @throws NotConverged after too many sweeps
    static JacobiRows of(Matrix rows) {
        JacobiRows jacobi = new JacobiRows(rows);
        for (int sweep = 0; jacobi.sweep(); sweep++) {
            if (sweep == SWEEPS) {
                throw new NotConverged("svd: rows are not orthogonal after " + SWEEPS + " sweeps over a matrix of "
                        + rows.size() + "; this is not known to happen: please report the matrix");
            }
        }
        return jacobi;
    }

    /// G: `B = Gᵀ W`.
    Matrix rotations() {
        return rotations;
    }

    /// The Euclidean length of row i of W.
    double length(int row) {
        return Math.sqrt(dot(row, row));
    }

    /// The rows of W in this order, each of length 1, as columns; where a row vanishes, some vector that is orthogonal to
    /// all others.
    ///
    /// @param order all rows, those that vanish last
    Matrix directions(int[] order) {
        int present =
                (int) Arrays.stream(order).filter(i -> length(i) > NOTHING).count();
        double[] lengths = Arrays.stream(order).mapToDouble(this::length).toArray();
        Matrix known = Matrix.fill(size, present, (i, k) -> rows.at(order[k], i) / lengths[k]);
        if (present == size) {
            return known;
        }
        Matrix complete = Qr.of(known).q(size);
        return Matrix.fill(size, size, (i, k) -> k < present ? known.at(i, k) : complete.at(i, k));
    }

    /// @return true if a pair was rotated
    private boolean sweep() {
        int players = size + size % 2;
        Arrays.fill(turned, false);
        for (int round = 0; round < players - 1; round++) {
            int turn = round;
            Parallel.forPieces(players / 2, PIECE, (from, to) -> {
                for (int pair = from; pair < to; pair++) {
                    int first = pair == 0 ? players - 1 : (turn + pair) % (players - 1);
                    int second = (turn + players - 1 - pair) % (players - 1);
                    if (first < size && second < size) {
                        rotate(Math.min(first, second), Math.max(first, second));
                    }
                }
            });
        }
        boolean any = false;
        for (boolean row : turned) {
            any |= row;
        }
        return any;
    }

    /// Makes two rows orthogonal: tan 2θ = 2 w₁·w₂ / (w₂·w₂ − w₁·w₁), the smaller θ of the two.
    private void rotate(int first, int second) {
        double square1 = dot(first, first);
        double square2 = dot(second, second);
        double product = dot(first, second);
        double limit = tolerance * Math.sqrt(square1) * Math.sqrt(square2);
        if (Math.abs(product) <= limit || square1 <= NOTHING * NOTHING || square2 <= NOTHING * NOTHING) {
            return;
        }
        double cotangent = (square2 - square1) / (2 * product);
        double tangent = Math.copySign(1 / (Math.abs(cotangent) + Math.hypot(cotangent, 1)), cotangent);
        double cosine = 1 / Math.sqrt(1 + tangent * tangent);
        double sine = cosine * tangent;
        double[] w = rows.view().array();
        double[] g = rotations.view().array();
        kernels.rotate(cosine, sine, w, first * size, w, second * size, size);
        kernels.rotate(cosine, sine, g, first * size, g, second * size, size);
        turned[first] = true;
    }

    private double dot(int first, int second) {
        double[] w = rows.view().array();
        return kernels.dot(w, first * size, w, second * size, size);
    }
}

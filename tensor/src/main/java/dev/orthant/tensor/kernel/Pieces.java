package dev.orthant.tensor.kernel;

import dev.orthant.tensor.parallel.Parallel;

/// How large a share of elementwise or row-wise work one thread takes at a time: the one place that decides it.
///
/// A piece is worth some tens of microseconds, several times what handing it to another thread costs; its arrays fit the
/// second-level cache. Work of at most one piece stays on the calling thread.
final class Pieces {
    /// Numbers in a piece.
    static final int NUMBERS = 1 << 15;

    private Pieces() {}

    /// Runs `piece` over elements [0, length).
    static void ofElements(int length, Parallel.Piece piece) {
        Parallel.forPieces(length, NUMBERS, piece);
    }

    /// Runs `piece` over rows [0, rows), each of which takes the work of `columns` elements.
    static void ofRows(int rows, int columns, Parallel.Piece piece) {
        Parallel.forPieces(rows, rowsInPiece(columns), piece);
    }

    /// Rows that make up a piece: a function of the width alone.
    static int rowsInPiece(int columns) {
        return Math.max(1, NUMBERS / Math.max(1, columns));
    }
}

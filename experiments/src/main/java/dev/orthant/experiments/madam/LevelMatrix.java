package dev.orthant.experiments.madam;

import dev.orthant.optimizers.SignedLevels;
import dev.orthant.tensor.MatrixView;
import java.util.function.BiConsumer;

/// A matrix of weights that is kept as signs and levels, and read as float32 numbers one small block after the other.
///
/// @param levels    row after row; live
/// @param precision r of [SignedLevels]
/// @param largest   m of [SignedLevels]
/// @param rows      neurons
/// @param columns   weights of a neuron
record LevelMatrix(SignedLevels levels, double precision, float largest, int rows, int columns) {
    /// Weights decoded at a time, at most, unless a row has more: 16 KB, which stay in the first-level cache for the product.
    static final int BLOCK = 4096;

    /// {@return bytes of the weights that are ever there at once: the levels, and a block of float32 numbers}
    long bytes() {
        int across = blockRows() * columns;
        int down = blockColumns() * rows;
        return levels.bytes() + (long) Float.BYTES * Math.max(across, down);
    }

    int blockRows() {
        return Math.clamp(BLOCK / columns, 1, rows);
    }

    private int blockColumns() {
        return Math.clamp(BLOCK / rows, 1, columns);
    }

    /// Blocks of whole rows, each with the index of its first row. All lie in one array, in turn.
    void byRows(BiConsumer<Integer, MatrixView> body) {
        float[] block = new float[blockRows() * columns];
        for (int first = 0; first < rows; first += blockRows()) {
            int count = Math.min(blockRows(), rows - first);
            MatrixView some = new MatrixView(block, 0, count, columns, columns);
            levels.decode(precision, largest, first * columns, columns, some);
            body.accept(first, some);
        }
    }

    /// Blocks of whole columns, each with the index of its first column. All lie in one array, in turn.
    void byColumns(BiConsumer<Integer, MatrixView> body) {
        float[] block = new float[rows * blockColumns()];
        for (int first = 0; first < columns; first += blockColumns()) {
            int count = Math.min(blockColumns(), columns - first);
            MatrixView some = new MatrixView(block, 0, rows, count, count);
            levels.decode(precision, largest, first, columns, some);
            body.accept(first, some);
        }
    }

    /// Some columns of a matrix, live.
    static MatrixView columns(MatrixView matrix, int first, int count) {
        return new MatrixView(matrix.array(), matrix.from() + first, matrix.rows(), count, matrix.stride());
    }
}

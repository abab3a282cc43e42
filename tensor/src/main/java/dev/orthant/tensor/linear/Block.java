package dev.orthant.tensor.linear;

import dev.orthant.tensor.parallel.Parallel;

/// A rectangle of a row-major array: element (i, j) is `array[from + i * stride + j]`. Live, not a copy.
///
/// @param array   holds the numbers
/// @param from    index of element (0, 0)
/// @param rows    at least 0
/// @param columns at least 0
/// @param stride  distance between the starts of two rows, at least `columns`
record Block(double[] array, int from, int rows, int columns, int stride) {
    /// Rows that one piece of parallel work takes.
    private static final int ROWS_PER_PIECE = 32;

    /// A tile of 64 x 256 numbers of the right factor is 128 KiB: it stays in a core's second-level cache.
    private static final int TILE_INNER = 64;

    private static final int TILE_COLUMNS = 256;

    Block part(int firstRow, int lastRow, int firstColumn, int lastColumn) {
        assert 0 <= firstRow && firstRow <= lastRow && lastRow <= rows;
        assert 0 <= firstColumn && firstColumn <= lastColumn && lastColumn <= columns;
        return new Block(
                array, from + firstRow * stride + firstColumn, lastRow - firstRow, lastColumn - firstColumn, stride);
    }

    /// `this ← this + sign · left · right`, rows in parallel pieces.
    ///
    /// The inner index runs upwards in groups of four from 0, whatever the sizes of the factors: element (i, j) depends
    /// on row i of the left and column j of the right alone, so a product of parts is a part of the product, bit for bit.
    void addProduct(double sign, Block left, Block right) {
        Parallel.forPieces(
                rows,
                ROWS_PER_PIECE,
                (first, last) -> part(first, last, 0, columns)
                        .addProductHere(sign, left.part(first, last, 0, left.columns), right));
    }

    /// As [#addProduct], on this thread.
    void addProductHere(double sign, Block left, Block right) {
        assert left.rows == rows && right.columns == columns && left.columns == right.rows;
        for (int firstColumn = 0; firstColumn < columns; firstColumn += TILE_COLUMNS) {
            int width = Math.min(TILE_COLUMNS, columns - firstColumn);
            for (int firstInner = 0; firstInner < right.rows; firstInner += TILE_INNER) {
                int lastInner = Math.min(firstInner + TILE_INNER, right.rows);
                Block tile = right.part(firstInner, lastInner, firstColumn, firstColumn + width);
                for (int row = 0; row < rows; row++) {
                    addRow(
                            sign,
                            left.array,
                            left.from + row * left.stride + firstInner,
                            tile,
                            from + row * stride + firstColumn);
                }
            }
        }
    }

    /// One row of the result, `width` numbers from index `to`: C2 turns the inner loop into vector instructions.
    private void addRow(double sign, double[] factors, int factorsFrom, Block tile, int to) {
        double[] right = tile.array;
        int inner = 0;
        for (; inner + 4 <= tile.rows; inner += 4) {
            double a = sign * factors[factorsFrom + inner];
            double b = sign * factors[factorsFrom + inner + 1];
            double c = sign * factors[factorsFrom + inner + 2];
            double d = sign * factors[factorsFrom + inner + 3];
            int first = tile.from + inner * tile.stride;
            int second = first + tile.stride;
            int third = second + tile.stride;
            int fourth = third + tile.stride;
            for (int j = 0; j < tile.columns; j++) {
                array[to + j] +=
                        (a * right[first + j] + b * right[second + j]) + (c * right[third + j] + d * right[fourth + j]);
            }
        }
        for (; inner < tile.rows; inner++) {
            double a = sign * factors[factorsFrom + inner];
            int first = tile.from + inner * tile.stride;
            for (int j = 0; j < tile.columns; j++) {
                array[to + j] += a * right[first + j];
            }
        }
    }
}

package dev.orthant.tensor.kernel;

/// A float64 matrix that lies in an array: element (i, j) is `array[from + i * rowStep + j * columnStep]`. The array is
/// live, not a copy; a transpose is the same numbers with the steps exchanged.
///
/// @param array      holds the numbers
/// @param from       index of element (0, 0)
/// @param rows       at least 0
/// @param columns    at least 0
/// @param rowStep    distance between an element and the one below it
/// @param columnStep distance between an element and the one to its right; one of the two steps is 1
public record DoubleView(double[] array, int from, int rows, int columns, int rowStep, int columnStep) {
    /// All of a row-major array.
    public static DoubleView rowMajor(double[] array, int rows, int columns) {
        return new DoubleView(array, 0, rows, columns, columns, 1);
    }

    public DoubleView transposed() {
        return new DoubleView(array, from, columns, rows, columnStep, rowStep);
    }

    /// Rows `firstRow` (inclusive) to `lastRow` (exclusive), likewise the columns.
    public DoubleView part(int firstRow, int lastRow, int firstColumn, int lastColumn) {
        assert 0 <= firstRow && firstRow <= lastRow && lastRow <= rows;
        assert 0 <= firstColumn && firstColumn <= lastColumn && lastColumn <= columns;
        int start = lastRow == firstRow || lastColumn == firstColumn ? from : index(firstRow, firstColumn);
        return new DoubleView(array, start, lastRow - firstRow, lastColumn - firstColumn, rowStep, columnStep);
    }

    public DoubleView rowRange(int first, int last) {
        return part(first, last, 0, columns);
    }

    public DoubleView columnRange(int first, int last) {
        return part(0, rows, first, last);
    }

    public int index(int row, int column) {
        return from + row * rowStep + column * columnStep;
    }

    public double at(int row, int column) {
        return array[index(row, column)];
    }
}

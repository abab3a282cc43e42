package dev.orthant.tensor;

/// A matrix that lies in an array: element (i, j) is `array[from + i * stride + j]`. The array is live, not a copy.
///
/// @param array   holds the numbers
/// @param from    index of element (0, 0)
/// @param rows    at least 0
/// @param columns at least 0
/// @param stride  distance between the starts of two rows, at least `columns`
public record MatrixView(float[] array, int from, int rows, int columns, int stride) {
    /// Rows `first` (inclusive) to `last` (exclusive).
    public MatrixView rowRange(int first, int last) {
        assert first >= 0 && first <= last && last <= rows;
        return new MatrixView(array, from + first * stride, last - first, columns, stride);
    }

    /// One row.
    public Span row(int index) {
        assert index >= 0 && index < rows;
        return new Span(array, from + index * stride, columns);
    }
}

package dev.orthant.tensor;

/// A matrix that lies in an array: element (i, j) is `array[from + i * stride + j]`. The array is live, not a copy.
///
/// ```java
/// MatrixView view = Tensor.of(Shape.of(3, 2), 1, 2, 3, 4, 5, 6).matrix();
/// MatrixView last = view.rowRange(1, 3);
/// last.rows();                                     // → 2
/// last.array()[last.from() + last.stride()];       // → 5.0
/// view.row(0).length();                            // → 2
/// ```
///
/// @param array   holds the numbers
/// @param from    index of element (0, 0)
/// @param rows    at least 0
/// @param columns at least 0
/// @param stride  distance between the starts of two rows, at least `columns`
/// @since 0.1.0
public record MatrixView(float[] array, int from, int rows, int columns, int stride) {
    /// {@return some neighbouring rows of the same array}
    ///
    /// @param first index of the first of them, from 0
    /// @param last  index after the last
    public MatrixView rowRange(int first, int last) {
        assert first >= 0 && first <= last && last <= rows;
        return new MatrixView(array, from + first * stride, last - first, columns, stride);
    }

    /// {@return one row of the same array}
    ///
    /// @param index from 0
    public Span row(int index) {
        assert index >= 0 && index < rows;
        return new Span(array, from + index * stride, columns);
    }
}

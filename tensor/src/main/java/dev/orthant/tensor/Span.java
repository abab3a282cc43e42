package dev.orthant.tensor;

/// A run of numbers in an array: elements `from` to `from + length - 1`. The array is live, not a copy.
///
/// ```java
/// Span second = Tensor.of(Shape.of(2, 3), 1, 2, 3, 4, 5, 6).rows(1, 2).span();
/// second.from();                                   // → 3
/// second.part(1, 2).length();                      // → 2
/// second.array()[second.part(1, 2).from()];        // → 5.0
/// ```
///
/// @param array  holds the numbers
/// @param from   index of the first
/// @param length how many, at least 0
/// @since 0.1.0
public record Span(float[] array, int from, int length) {
    /// {@return a run inside this one, of the same array}
    ///
    /// @param offset elements from the start of this run to that of the part
    /// @param count  length of the part; whether it lies inside is not checked
    public Span part(int offset, int count) {
        assert offset >= 0 && count >= 0 && offset + count <= length;
        return new Span(array, from + offset, count);
    }
}

package dev.orthant.tensor;

/// A run of numbers in an array: elements `from` to `from + length - 1`. The array is live, not a copy.
///
/// @param array  holds the numbers
/// @param from   index of the first
/// @param length how many, at least 0
public record Span(float[] array, int from, int length) {
    /// The run of `count` numbers that starts `offset` after the start of this one.
    public Span part(int offset, int count) {
        assert offset >= 0 && count >= 0 && offset + count <= length;
        return new Span(array, from + offset, count);
    }
}

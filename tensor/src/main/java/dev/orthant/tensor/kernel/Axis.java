package dev.orthant.tensor.kernel;

/// How a contiguous tensor looks from one of its axes: element (o, k, i) lies at `(o * length + k) * inner + i`.
///
/// @param outer  product of the extents before the axis, at least 0
/// @param length extent of the axis, at least 0
/// @param inner  product of the extents after the axis, at least 0
public record Axis(int outer, int length, int inner) {
    /// Elements of a result that has lost the axis.
    public int remaining() {
        return outer * inner;
    }
}

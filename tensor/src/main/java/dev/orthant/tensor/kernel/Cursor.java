package dev.orthant.tensor.kernel;

/// A place in a matrix that a micro-kernel reads or writes. Mutable and reused, because the micro-kernels are too large
/// to be inlined: an immutable view would be an object per call.
final class Cursor {
    final float[] array;
    final int stride;

    /// Index of the element at the place's upper left corner.
    int from;

    /// Rows after this one stand for this one once more: a tile at the lower edge computes its last row several times
    /// and stores the same bits several times, which is cheaper than a copy.
    int lastRow;

    Cursor(float[] array, int stride) {
        this.array = array;
        this.stride = stride;
    }

    /// Index of the first element of a row of the place.
    int row(int index) {
        return from + Math.min(index, lastRow) * stride;
    }
}

package dev.orthant.tensor.kernel;

/// A place in a matrix that a micro-kernel writes. Mutable and reused, because the micro-kernels are too large
/// to be inlined: an immutable view would be an object per call.
final class Cursor {
    final float[] array;
    final int stride;

    /// Index of the element at the place's upper left corner.
    int from;

    Cursor(float[] array, int stride) {
        this.array = array;
        this.stride = stride;
    }
}

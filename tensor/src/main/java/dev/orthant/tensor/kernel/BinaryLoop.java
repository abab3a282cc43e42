package dev.orthant.tensor.kernel;

/// out[i] = f(a[i], b[i]), a vector at a time.
interface BinaryLoop {
    /// @param length a multiple of the vector's length
    void run(float[] a, int aFrom, float[] b, int bFrom, float[] out, int outFrom, int length);
}

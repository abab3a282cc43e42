package dev.orthant.tensor.kernel;

/// out[i] = f(a[i]), a vector at a time.
interface UnaryLoop {
    /// @param length a multiple of the vector's length
    void run(float[] a, int aFrom, float[] out, int outFrom, int length);
}

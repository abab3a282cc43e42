package dev.orthant.tensor.kernel;

/// One loop of a function that [Passes] computes in several.
interface Pass {
    /// @param x      the numbers that the function is of; not changed
    /// @param y      between the passes whatever they agree on, at the end the result
    /// @param z      between the passes whatever they agree on
    /// @param length a multiple of the vector's length
    void run(float[] x, float[] y, float[] z, int length);
}

package dev.orthant.tensor;

/// Where the arrays of new tensors come from while some code runs. Without one they are fresh.
sealed interface ArraySource permits Arena, Scratch {
    /// The source that serves the running code, if there is one.
    ScopedValue<ArraySource> CURRENT = ScopedValue.newInstance();

    /// An array of at least this length.
    ///
    /// @param zeroed whether its numbers must be 0
    float[] take(int length, boolean zeroed);

    /// An array for a tensor: from the source that serves the running code, or a fresh one.
    static float[] array(int length, boolean zeroed) {
        return CURRENT.isBound() ? CURRENT.get().take(length, zeroed) : new float[length];
    }
}

package dev.orthant.layers;

/// Which places a place of a sequence attends to.
public enum AttentionMask {
    /// All.
    NONE,
    /// Itself and those before it: a text is predicted without looking ahead.
    CAUSAL
}

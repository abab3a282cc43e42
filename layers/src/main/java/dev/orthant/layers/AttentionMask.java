package dev.orthant.layers;

/// Which places a place of a sequence attends to.
///
/// @since 0.1.0
public enum AttentionMask {
    /// All.
    NONE,
    /// Itself and those before it: a text is predicted without looking ahead.
    CAUSAL
}

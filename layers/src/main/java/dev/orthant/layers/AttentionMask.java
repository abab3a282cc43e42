package dev.orthant.layers;

/// Which places a place of a sequence attends to.
///
/// ```java
/// Layer attention = new MultiHeadAttention(1, AttentionMask.CAUSAL);
/// Network network = Network.create(attention, Shape.of(3, 4), new Initialiser.Prior(), Streams.ofSeed(0));
/// Tensor text = Streams.ofSeed(1).gaussian(Shape.of(3, 4));
/// Tensor other = text.copy();
/// Arrays.fill(other.span().array(), 8, 12, 0);                            // another last place
/// network.predict(other).at(1, 0) == network.predict(text).at(1, 0);      // → true
/// network.predict(other).at(2, 0) == network.predict(text).at(2, 0);      // → false
/// ```
///
/// @since 0.1.0
public enum AttentionMask {
    /// All.
    NONE,
    /// Itself and those before it: a text is predicted without looking ahead.
    CAUSAL
}

package dev.orthant.tensor.weights;

/// What a weight tensor is in its layer; rules and constraints choose by it.
///
/// ```java
/// Weights weights = Weights.of(List.of(
///         new Weight("0.weight", Role.MATRIX, Tensor.zeros(Shape.of(10, 784))),
///         new Weight("0.bias", Role.BIAS, Tensor.zeros(Shape.of(10)))));
/// weights.all().stream().filter(weight -> weight.role() == Role.MATRIX).map(Weight::name).toList();      // → [0.weight]
/// ```
///
/// @since 0.1.0
public enum Role {
    /// One row per neuron: `[width, fanIn]` (a convolution's filters: `[out, in, height, width]`, one filter a neuron).
    MATRIX,
    /// One number per neuron, added: `[width]`.
    BIAS,
    /// One number per neuron or channel, multiplied: `[width]`, as after a normalisation.
    GAIN,
    /// Numbers that the layer itself moves while it trains, no rule ever: the running statistics of a batch
    /// normalisation. They are saved and loaded with the weights and have no gradient.
    BUFFER
}

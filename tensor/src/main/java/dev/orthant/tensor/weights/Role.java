package dev.orthant.tensor.weights;

/// What a weight tensor is in its layer; rules and constraints choose by it.
public enum Role {
    /// One row per neuron: `[width, fanIn]` (a convolution's filters: `[out, in, height, width]`, one filter a neuron).
    MATRIX,
    /// One number per neuron, added: `[width]`.
    BIAS
}

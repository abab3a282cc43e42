package dev.orthant.tensor.weights;

import dev.orthant.tensor.Tensor;

/// One named tensor of weights.
///
/// ```java
/// Weight weight = new Weight("0.weight", Role.MATRIX, Tensor.zeros(Shape.of(10, 784)));
/// weight.tensor().shape();         // → [10, 784]
/// ```
///
/// @param name   path from the network's root, as in PyTorch's state dict: `0.weight`
/// @param role   what it is in its layer
/// @param tensor the numbers, live: optimisers change them in place
/// @since 0.1.0
public record Weight(String name, Role role, Tensor tensor) {}

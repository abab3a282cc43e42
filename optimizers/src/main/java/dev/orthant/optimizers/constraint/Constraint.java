package dev.orthant.optimizers.constraint;

import dev.orthant.tensor.weights.Weights;

/// A set that weights are held in, given by the projection onto it.
///
/// Law, tested for every one: projecting twice is projecting once, up to rounding.
///
/// ```java
/// Tensor w = Tensor.of(Shape.of(1, 3), 0.75f, 1.25f, -9);
/// Weights weights = Weights.of(List.of(new Weight("w", Role.MATRIX, w)));
/// Constraint distributions = new Simplex();
/// distributions.project(weights);
/// w.toArray();    // → [0.25, 0.75, 0.0]
/// distributions.project(weights);
/// w.toArray();    // → [0.25, 0.75, 0.0]
/// ```
///
/// @since 0.1.0
public interface Constraint {
    /// Moves the weights into the set, in place.
    ///
    /// @param weights changed in place; what the constraint does not speak of stays
    void project(Weights weights);
}

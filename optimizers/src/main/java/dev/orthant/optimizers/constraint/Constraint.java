package dev.orthant.optimizers.constraint;

import dev.orthant.tensor.weights.Weights;

/// A set that weights are held in, given by the projection onto it.
///
/// Law, tested for every one: projecting twice is projecting once, up to rounding.
///
/// @since 0.1.0
public interface Constraint {
    /// Moves the weights into the set, in place.
    ///
    /// @param weights changed in place; what the constraint does not speak of stays
    void project(Weights weights);
}

package dev.orthant.optimizers;

import dev.orthant.optimizers.constraint.RowConstraint;
import dev.orthant.tensor.weights.Weights;

/// A rule that moves one neuron after the other, so that a neuron can be projected while it lies in the cache.
///
/// @param <S> what the rule remembers
/// @since 0.1.0
public interface Neuronwise<S> extends Optimizer<S> {
    /// Begins a step in which every neuron of a matrix is projected as soon as it has moved: the numbers of [#step] with
    /// the projection after it, in half of the memory traffic.
    ///
    /// @param weights        moved and projected in place
    /// @param state          from [#start] or the step before
    /// @param rateMultiplier the schedule's factor of the learning rate, at least 0
    /// @param constraint     that every neuron is projected into
    /// @return the step; its [WeightwiseStep#finish] makes it whole
    WeightwiseStep<S> weightwise(Weights weights, S state, double rateMultiplier, RowConstraint constraint);
}

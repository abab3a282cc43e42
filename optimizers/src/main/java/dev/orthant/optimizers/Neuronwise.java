package dev.orthant.optimizers;

import dev.orthant.optimizers.constraint.RowConstraint;
import dev.orthant.tensor.weights.Weights;

/// A rule that moves one neuron after the other, so that a neuron can be projected while it lies in the cache.
///
/// ```java
/// Tensor w = Tensor.of(Shape.of(1, 2), 1, 0);
/// Weights weights = Weights.of(List.of(new Weight("w", Role.MATRIX, w)));
/// Weights gradient = weights.map(each -> Tensor.of(each.shape(), 0, -64));
/// Neuronwise<NeuronNormalised.State> rule = new NeuronNormalised(0.75, 0);
/// var step = rule.weightwise(weights, rule.start(weights), 1, new UnitNeurons());
/// step.finish(WeightGradients.formed(weights, gradient));
/// Math.round(10 * w.at(0, 0));    // → 8
/// Math.round(10 * w.at(0, 1));    // → 6
/// ```
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

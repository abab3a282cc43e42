package dev.orthant.optimizers;

import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.weights.Gradient;
import dev.orthant.tensor.weights.WeightGradients;

/// One step of a rule that moves each weight by its own gradient alone, so that some can be moved before the gradients of
/// the others are known ([Optimizer#weightwise]).
///
/// The tape's pass backward hands over the matrices of linear layers one by one, each to be read once for both
///
///     dX = D W,   then   W moves by its gradient Dᵀ H
///
/// and [#finish] moves the rest. In a wide network with small batches a step takes as long as its weights take to come from
/// memory: twice (forward; backward and step) instead of three times.
///
/// ```java
/// Weights weights = Weights.of(List.of(new Weight("0.weight", Role.MATRIX, Tensor.of(Shape.of(1, 2), 3, 4))));
/// NeuronNormalised rule = new NeuronNormalised(0.1, 0);            // a tenth of the neuron's length 5
/// var step = rule.weightwise(weights, rule.start(weights), 1).orElseThrow();
/// var gradient = new Gradient.Product(Tensor.of(Shape.of(1, 1), 2), Tensor.of(Shape.of(1, 2), 1, 0));
/// step.moveAndCarry("0.weight", gradient).toArray();               // → [6.0, 8.0]
/// weights.get("0.weight").toArray();                               // → [2.5, 4.0]
/// var next = step.finish(WeightGradients.of(weights, weight -> gradient));
/// next.steps();                                                    // → 1
/// ```
///
/// @param <S> what the rule remembers
/// @since 0.1.0
public interface WeightwiseStep<S> {
    /// Moves one matrix in place; D W is made on the way.
    ///
    /// @param name     of the weight W, `[width, fanIn]`, which this step did not move yet
    /// @param gradient Dᵀ H, with respect to W
    /// @return         D W with the numbers before the move, `[batch, fanIn]`
    /// @throws IllegalArgumentException if there is no weight of that name, or it was moved already
    Tensor moveAndCarry(String name, Gradient.Product gradient);

    /// Moves all weights that were not moved yet, and ends the step.
    ///
    /// @param gradients in the form of all weights; those of weights that were moved are not read
    /// @return          the state for the next step
    S finish(WeightGradients gradients);
}

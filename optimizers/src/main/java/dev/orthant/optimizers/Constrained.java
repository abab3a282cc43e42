package dev.orthant.optimizers;

import dev.orthant.optimizers.constraint.Constraint;
import dev.orthant.optimizers.constraint.RowConstraint;
import dev.orthant.tensor.weights.WeightGradients;
import dev.orthant.tensor.weights.Weights;

/// Any rule on a constraint set: projects before the rule sees the weights, and after every step.
///
/// Where the rule moves neuron by neuron and the constraint is one on each neuron, step and projection share one pass over
/// memory; the numbers are the same.
///
/// @param optimizer  the rule
/// @param constraint the set
/// @param <S>        what the rule remembers
/// @since 0.1.0
public record Constrained<S>(Optimizer<S> optimizer, Constraint constraint) implements Optimizer<S> {
    @Override
    public S start(Weights weights) {
        constraint.project(weights);
        return optimizer.start(weights);
    }

    @Override
    public S step(Weights weights, Weights gradient, S state, double rateMultiplier) {
        if (optimizer instanceof Neuronwise<S> neuronwise && constraint instanceof RowConstraint rows) {
            WeightGradients formed = WeightGradients.formed(weights, gradient);
            return neuronwise.step(weights, formed, state, rateMultiplier, rows);
        }
        S next = optimizer.step(weights, gradient, state, rateMultiplier);
        constraint.project(weights);
        return next;
    }

    @Override
    public boolean takesProducts() {
        return optimizer.takesProducts();
    }

    @Override
    public S step(Weights weights, WeightGradients gradients, S state, double rateMultiplier) {
        if (optimizer instanceof Neuronwise<S> neuronwise && constraint instanceof RowConstraint rows) {
            return neuronwise.step(weights, gradients, state, rateMultiplier, rows);
        }
        S next = optimizer.step(weights, gradients, state, rateMultiplier);
        constraint.project(weights);
        return next;
    }
}

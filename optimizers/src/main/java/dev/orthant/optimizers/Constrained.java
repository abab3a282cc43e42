package dev.orthant.optimizers;

import dev.orthant.optimizers.constraint.Constraint;
import dev.orthant.tensor.weights.Weights;

/// Any rule on a constraint set: projects before the rule sees the weights, and after every step.
///
/// @param optimizer  the rule
/// @param constraint the set
/// @param <S>        what the rule remembers
public record Constrained<S>(Optimizer<S> optimizer, Constraint constraint) implements Optimizer<S> {
    @Override
    public S start(Weights weights) {
        constraint.project(weights);
        return optimizer.start(weights);
    }

    @Override
    public S step(Weights weights, Weights gradient, S state, double rateMultiplier) {
        S next = optimizer.step(weights, gradient, state, rateMultiplier);
        constraint.project(weights);
        return next;
    }
}

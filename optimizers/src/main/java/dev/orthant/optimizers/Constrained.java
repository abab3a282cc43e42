package dev.orthant.optimizers;

import dev.orthant.optimizers.constraint.Constraint;
import dev.orthant.optimizers.constraint.RowConstraint;
import dev.orthant.tensor.weights.WeightGradients;
import dev.orthant.tensor.weights.Weights;
import java.util.Optional;

/// Any rule on a constraint set: projects before the rule sees the weights, and after every step.
///
/// Where the rule moves neuron by neuron and the constraint is one on each neuron, step and projection share one pass over
/// memory; the numbers are the same.
///
/// Averages go outside: within, they would be made of weights that are not projected yet, and leave the set. Write
/// `new Lookahead<>(new Constrained<>(rule, set), …)`; both averaging wrappers project there.
///
/// ```java
/// Tensor w = Tensor.of(Shape.of(1, 2), 2, 5);
/// Weights weights = Weights.of(List.of(new Weight("w", Role.MATRIX, w)));
/// Weights gradient = weights.map(each -> Tensor.filled(each.shape(), 3));
/// Constrained<Sgd.State> rule = new Constrained<>(new Sgd(1, 0), new Box(0, 10));
/// rule.step(weights, gradient, rule.start(weights), 1);                       // (−1, 2) is outside
/// w.toArray();                                                                // → [0.0, 2.0]
/// new Constrained<>(new Lookahead<>(new Sgd(1, 0), 5, 0.5), new Box(0, 10));  // throws IllegalArgumentException
/// ```
///
/// @param optimizer  the rule
/// @param constraint the set
/// @param <S>        what the rule remembers
/// @since 0.1.0
public record Constrained<S>(Optimizer<S> optimizer, Constraint constraint) implements Optimizer<S> {
    /// Checks the order of the wrappers.
    ///
    /// @throws IllegalArgumentException if the rule is, or wraps, one that averages weights
    public Constrained {
        if (averages(optimizer)) {
            throw new IllegalArgumentException("constrained: the rule " + optimizer
                    + " averages weights before they are projected, and the average leaves the set; put the constraint"
                    + " around the innermost rule and the averaging around both");
        }
    }

    private static boolean averages(Optimizer<?> rule) {
        return switch (rule) {
            case StochasticWeightAveraging<?> averaging -> true;
            case Lookahead<?> lookahead -> true;
            case Clipped<?> clipped -> averages(clipped.rule());
            case ParameterGroups(var groups) -> groups.stream().anyMatch(group -> averages(group.rule()));
            default -> false;
        };
    }

    /// Projects a combination of weights, which need not lie in the set that the weights lie in.
    ///
    /// @param rule that moved the weights
    static void projectCombination(Optimizer<?> rule, Weights combination) {
        switch (rule) {
            case Constrained<?> constrained -> constrained.constraint().project(combination);
            case Clipped<?> clipped -> projectCombination(clipped.rule(), combination);
            case Lookahead<?> lookahead -> projectCombination(lookahead.rule(), combination);
            case StochasticWeightAveraging<?> averaging -> projectCombination(averaging.rule(), combination);
            case ParameterGroups groups -> groups.projectCombination(combination);
            default -> {} // free
        }
    }

    @Override
    public S start(Weights weights) {
        constraint.project(weights);
        return optimizer.start(weights);
    }

    @Override
    public S step(Weights weights, Weights gradient, S state, double rateMultiplier) {
        if (optimizer instanceof Neuronwise<S> neuronwise && constraint instanceof RowConstraint rows) {
            WeightGradients formed = WeightGradients.formed(weights, gradient);
            return neuronwise.weightwise(weights, state, rateMultiplier, rows).finish(formed);
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
            return neuronwise.weightwise(weights, state, rateMultiplier, rows).finish(gradients);
        }
        S next = optimizer.step(weights, gradients, state, rateMultiplier);
        constraint.project(weights);
        return next;
    }

    @Override
    public Optional<WeightwiseStep<S>> weightwise(Weights weights, S state, double rateMultiplier) {
        return optimizer instanceof Neuronwise<S> neuronwise && constraint instanceof RowConstraint rows
                ? Optional.of(neuronwise.weightwise(weights, state, rateMultiplier, rows))
                : Optional.empty();
    }
}

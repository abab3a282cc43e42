package dev.orthant.optimizers;

import dev.orthant.tensor.weights.WeightGradients;
import dev.orthant.tensor.weights.Weights;
import java.util.Optional;

/// A rule that turns gradients into steps.
///
/// The record that implements it holds the hyper-parameters; what the rule remembers between steps is the state, a
/// value of its own. Weights are changed in place: at width 10⁴ a step is as fast as memory, and a second copy would
/// double the time. Rules are composed by wrapping ([Constrained]), never inherited.
///
/// ```java
/// Tensor w = Tensor.of(Shape.of(1, 2), 4, -8);
/// Weights weights = Weights.of(List.of(new Weight("w", Role.MATRIX, w)));
/// Optimizer<Sgd.State> rule = new Sgd(0.5, 0);
/// Sgd.State state = rule.start(weights);
/// for (int step = 0; step < 2; step++) {
///     Weights gradient = weights.copy();  // that of ½‖w‖²
///     state = rule.step(weights, gradient, state, 1);
/// }
/// w.toArray();                            // → [1.0, -2.0]
/// ```
///
/// @param <S> what the rule remembers: tensors and numbers. A state belongs to the weights it was started with; a step
///            may reuse the arrays of the state it is handed, so that only the newest state is valid.
/// @since 0.1.0
public interface Optimizer<S> {
    /// Prepares for these weights, and may already move them: Nero projects before it measures their scale.
    ///
    /// @param weights to be trained; moved in place, if at all
    /// @return the state for the first step
    S start(Weights weights);

    /// Moves the weights one step, in place.
    ///
    /// @param weights        those that [#start] was given
    /// @param gradient       in the form of the weights: same names, same shapes
    /// @param state          from [#start] or the step before
    /// @param rateMultiplier the schedule's factor of the learning rate, at least 0; 1 without a schedule
    /// @return the state for the next step
    /// @throws dev.orthant.tensor.ShapeException if the gradient has another form than the weights
    S step(Weights weights, Weights gradient, S state, double rateMultiplier);

    /// {@return whether this rule can do with gradients that are unformed products} One that says so overrides the
    /// other [#step].
    default boolean takesProducts() {
        return false;
    }

    /// As the other [#step]; the numbers agree with its up to rounding. A rule that needs all entries forms them here.
    ///
    /// @param weights        those that [#start] was given
    /// @param gradients      in the form of the weights; may hold products that are not formed yet
    /// @param state          from [#start] or the step before
    /// @param rateMultiplier the schedule's factor of the learning rate, at least 0; 1 without a schedule
    /// @return the state for the next step
    default S step(Weights weights, WeightGradients gradients, S state, double rateMultiplier) {
        return step(weights, gradients.formed(), state, rateMultiplier);
    }

    /// Begins a step that moves weights while the pass backward is still on its way. It is the step of the other methods:
    /// the numbers agree with theirs up to rounding.
    ///
    /// @param weights        those that [#start] was given
    /// @param state          from [#start] or the step before; not to be used for another step
    /// @param rateMultiplier the schedule's factor of the learning rate, at least 0; 1 without a schedule
    /// @return the step, or nothing, as most rules: those that need something of all gradients before any weight may move,
    ///         or all entries of a gradient
    default Optional<WeightwiseStep<S>> weightwise(Weights weights, S state, double rateMultiplier) {
        return Optional.empty();
    }
}

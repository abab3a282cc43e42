package dev.orthant.optimizers;

import dev.orthant.tensor.kernel.ActiveKernels;
import dev.orthant.tensor.kernel.AdamStep;
import dev.orthant.tensor.kernel.StepKernels;
import dev.orthant.tensor.weights.Weights;

/// Adam: every weight moves by a running mean of its gradient over the running root mean square.
///
///     D ← G + λ W
///     M ← β₁ M + (1 − β₁) D
///     V ← β₂ V + (1 − β₂) D²
///     W ← W − η (M / (1 − β₁ᵗ)) / (√(V / (1 − β₂ᵗ)) + ε)
///
/// Source: Kingma and Ba 2015, "Adam: a method for stochastic optimization", algorithm 1. λ is the gradient of an L²
/// penalty and divided by the root with the rest, as in PyTorch; for decay that is not, see [AdamW].
///
/// ```java
/// Tensor w = Tensor.of(Shape.of(1, 2), 1, 1);
/// Weights weights = Weights.of(List.of(new Weight("w", Role.MATRIX, w)));
/// Weights gradient = weights.map(each -> Tensor.of(each.shape(), 1000, -0.01f));
/// Adam rule = new Adam(0.1);
/// Adam.State state = rule.step(weights, gradient, rule.start(weights), 1);    // the first step: η, whatever the slope
/// Math.round(1000 * w.at(0, 0));                                              // → 900
/// Math.round(1000 * w.at(0, 1));                                              // → 1100
/// state.steps();                                                              // → 1
/// ```
///
/// @param learningRate η, more than 0
/// @param beta1        β₁, in [0, 1)
/// @param beta2        β₂, in [0, 1)
/// @param epsilon      ε, more than 0
/// @param weightDecay  λ, at least 0
/// @since 0.1.0
public record Adam(double learningRate, double beta1, double beta2, double epsilon, double weightDecay)
        implements Optimizer<Adam.State> {
    /// Checks the ranges above.
    ///
    /// @throws IllegalArgumentException naming the number that is out of range
    public Adam {
        requireValid("adam", learningRate, beta1, beta2, epsilon, weightDecay);
    }

    /// The paper's settings: β₁ = 0.9, β₂ = 0.999, ε = 1e-8, no decay.
    ///
    /// @param learningRate η, more than 0; 0.001 in the paper
    public Adam(double learningRate) {
        this(learningRate, 0.9, 0.999, 1e-8, 0);
    }

    /// What the rule remembers between steps: two numbers per weight.
    ///
    /// @param steps      t, the steps taken
    /// @param mean       M, in the form of the weights
    /// @param meanSquare V, in the form of the weights
    public record State(long steps, Weights mean, Weights meanSquare) {
        /// Before the first step: zeros.
        static State of(Weights weights) {
            return new State(0, Sweep.zeros(weights), Sweep.zeros(weights));
        }
    }

    @Override
    public State start(Weights weights) {
        return State.of(weights);
    }

    @Override
    public State step(Weights weights, Weights gradient, State state, double rateMultiplier) {
        weights.requireSameForm("adam", gradient);
        double rate = learningRate * rateMultiplier;
        return step(
                weights, gradient, state, numbers(rate, beta1, beta2, epsilon, weightDecay, 0, state.steps() + 1.0));
    }

    /// A step by its numbers: what Adam and its variants share.
    static State step(Weights weights, Weights gradient, State state, AdamStep numbers) {
        StepKernels steps = ActiveKernels.get().steps();
        Sweep.over(
                weights,
                cut -> steps.adam(
                        cut.of(weights), cut.of(gradient), cut.of(state.mean()), cut.of(state.meanSquare()), numbers));
        return new State(state.steps() + 1, state.mean(), state.meanSquare());
    }

    /// The numbers of step t.
    ///
    /// @param rate           η with the schedule's factor
    /// @param penalty        λ of the L² penalty
    /// @param decoupledDecay λ of decoupled decay
    /// @param step           t, from 1
    static AdamStep numbers(
            double rate,
            double beta1,
            double beta2,
            double epsilon,
            double penalty,
            double decoupledDecay,
            double step) {
        return new AdamStep(
                (float) beta1,
                (float) (1 - beta1),
                (float) beta2,
                (float) (1 - beta2),
                (float) (rate / (1 - Math.pow(beta1, step))),
                (float) (1 / Math.sqrt(1 - Math.pow(beta2, step))),
                (float) epsilon,
                (float) penalty,
                (float) (1 - rate * decoupledDecay));
    }

    static void requireValid(
            String rule, double learningRate, double beta1, double beta2, double epsilon, double weightDecay) {
        Require.positive(rule, "learning rate", learningRate);
        Require.decay(rule, "beta1", beta1);
        Require.decay(rule, "beta2", beta2);
        Require.positive(rule, "epsilon", epsilon);
        Require.notNegative(rule, "weight decay", weightDecay);
    }
}

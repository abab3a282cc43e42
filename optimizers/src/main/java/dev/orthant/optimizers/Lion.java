package dev.orthant.optimizers;

import dev.orthant.tensor.kernel.ActiveKernels;
import dev.orthant.tensor.kernel.LionStep;
import dev.orthant.tensor.kernel.StepKernels;
import dev.orthant.tensor.weights.Weights;

/// Lion: the sign of a mean that leans on the newest gradient more than the mean that is remembered does.
///
///     W ← (1 − η λ) W − η sign(β₁ M + (1 − β₁) G)
///     M ← β₂ M + (1 − β₂) G
///
/// Source: Chen et al. 2023, "Symbolic discovery of optimization algorithms", algorithm 2. sign 0 = 0.
///
/// ```java
/// Tensor w = Tensor.of(Shape.of(1, 1), 1);
/// Weights weights = Weights.of(List.of(new Weight("w", Role.MATRIX, w)));
/// Weights gradient = weights.copy();
/// Lion rule = new Lion(0.5, 0);
/// Lion.State state = rule.step(weights, gradient, rule.start(weights), 1);
/// w.item();                                           // → 0.5
/// rule.step(weights, gradient.times(-1), state, 1);   // 0.9 · 0.01 − 0.1: the newest gradient wins
/// w.item();                                           // → 1.0
/// ```
///
/// @param learningRate η, more than 0; three to ten times smaller than Adam's
/// @param beta1        β₁, in [0, 1)
/// @param beta2        β₂, in [0, 1)
/// @param weightDecay  λ, at least 0
/// @since 0.1.0
public record Lion(double learningRate, double beta1, double beta2, double weightDecay)
        implements Optimizer<Lion.State> {
    /// Checks the ranges above.
    ///
    /// @throws IllegalArgumentException naming the number that is out of range
    public Lion {
        Require.positive("lion", "learning rate", learningRate);
        Require.decay("lion", "beta1", beta1);
        Require.decay("lion", "beta2", beta2);
        Require.notNegative("lion", "weight decay", weightDecay);
    }

    /// The paper's defaults: β₁ = 0.9, β₂ = 0.99.
    ///
    /// @param learningRate η, more than 0; three to ten times smaller than Adam's
    /// @param weightDecay  λ, at least 0
    public Lion(double learningRate, double weightDecay) {
        this(learningRate, 0.9, 0.99, weightDecay);
    }

    /// What the rule remembers between steps: one number per weight.
    ///
    /// @param mean M, in the form of the weights
    public record State(Weights mean) {}

    @Override
    public State start(Weights weights) {
        return new State(Sweep.zeros(weights));
    }

    @Override
    public State step(Weights weights, Weights gradient, State state, double rateMultiplier) {
        weights.requireSameForm("lion", gradient);
        StepKernels steps = ActiveKernels.get().steps();
        double rate = learningRate * rateMultiplier;
        LionStep numbers = new LionStep(
                (float) beta1, (float) (1 - beta1), (float) beta2, (float) (1 - beta2), (float) rate, (float)
                        (1 - rate * weightDecay));
        Sweep.over(weights, cut -> steps.lion(cut.of(weights), cut.of(gradient), cut.of(state.mean()), numbers));
        return state;
    }
}

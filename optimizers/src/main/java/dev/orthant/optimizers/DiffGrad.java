package dev.orthant.optimizers;

import dev.orthant.tensor.kernel.ActiveKernels;
import dev.orthant.tensor.kernel.AdamStep;
import dev.orthant.tensor.kernel.StepKernels;
import dev.orthant.tensor.weights.Weights;

/// Adam slowed down, by at most a half, where the gradient has stopped changing.
///
///     M ← β₁ M + (1 − β₁) G
///     V ← β₂ V + (1 − β₂) G²
///     Ξ = 1 / (1 + exp(−|P − G|)),     then P ← G       (P, the gradient before, begins as 0)
///     W ← W − η (√(1 − β₂ᵗ) / (1 − β₁ᵗ)) M Ξ / (√V + ε)
///
/// Source: Dubey, Chakraborty, Roy, Mukherjee, Singh and Chaudhuri 2020, "diffGrad: an optimization method for
/// convolutional neural networks", equations 6 to 12. This is what the paper means: in the first version of its code P
/// was the same array as G, so that Ξ was always ½ and the rule was Adam at half the rate.
///
/// ```java
/// Tensor w = Tensor.of(Shape.of(1, 1), 10);
/// Weights weights = Weights.of(List.of(new Weight("w", Role.MATRIX, w)));
/// Weights gradient = weights.map(each -> Tensor.filled(each.shape(), 40));
/// DiffGrad rule = new DiffGrad(1, 0, 0, 1e-8);
/// DiffGrad.State state = rule.step(weights, gradient, rule.start(weights), 1);    // a new gradient: Ξ = 1
/// w.item();                                                                       // → 9.0
/// rule.step(weights, gradient, state, 1);                                         // the same again: Ξ = ½
/// w.item();                                                                       // → 8.5
/// ```
///
/// @param learningRate η, more than 0
/// @param beta1        β₁, in [0, 1)
/// @param beta2        β₂, in [0, 1)
/// @param epsilon      ε, more than 0; added to the root before its bias is corrected
/// @since 0.1.0
public record DiffGrad(double learningRate, double beta1, double beta2, double epsilon)
        implements Optimizer<DiffGrad.State> {
    /// Checks the ranges above.
    ///
    /// @throws IllegalArgumentException naming the number that is out of range
    public DiffGrad {
        Adam.requireValid("diffgrad", learningRate, beta1, beta2, epsilon, 0);
    }

    /// What the rule remembers between steps: three numbers per weight.
    ///
    /// @param steps      t, the steps taken
    /// @param mean       M, in the form of the weights
    /// @param meanSquare V, in the form of the weights
    /// @param previous   P, in the form of the weights
    public record State(long steps, Weights mean, Weights meanSquare, Weights previous) {}

    @Override
    public State start(Weights weights) {
        return new State(0, Sweep.zeros(weights), Sweep.zeros(weights), Sweep.zeros(weights));
    }

    @Override
    public State step(Weights weights, Weights gradient, State state, double rateMultiplier) {
        weights.requireSameForm("diffgrad", gradient);
        StepKernels steps = ActiveKernels.get().steps();
        double t = state.steps() + 1;
        double length = learningRate * rateMultiplier * Math.sqrt(1 - Math.pow(beta2, t)) / (1 - Math.pow(beta1, t));
        AdamStep numbers = new AdamStep(
                (float) beta1,
                (float) (1 - beta1),
                (float) beta2,
                (float) (1 - beta2),
                (float) length,
                1,
                (float) epsilon,
                0,
                1);
        Sweep.over(
                weights,
                cut -> steps.diffGrad(
                        cut.of(weights),
                        cut.of(gradient),
                        cut.of(state.mean()),
                        cut.of(state.meanSquare()),
                        cut.of(state.previous()),
                        numbers));
        return new State(state.steps() + 1, state.mean(), state.meanSquare(), state.previous());
    }
}

package dev.orthant.optimizers;

import dev.orthant.tensor.kernel.ActiveKernels;
import dev.orthant.tensor.kernel.AdamStep;
import dev.orthant.tensor.kernel.StepKernels;
import dev.orthant.tensor.weights.Weights;

/// Adam whose divisor never shrinks, so that a large gradient is never forgotten.
///
///     M ← β₁ M + (1 − β₁) G
///     V ← β₂ V + (1 − β₂) G²
///     U ← max(U, V)
///     W ← W − η (M / (1 − β₁ᵗ)) / (√(U / (1 − β₂ᵗ)) + ε)
///
/// Source: Reddi, Kale and Kumar 2018, "On the convergence of Adam and beyond", algorithm 2. Departure, that of PyTorch:
/// Adam's bias corrections, which the paper leaves out, are kept, and the maximum is of the uncorrected V.
///
/// ```java
/// Tensor w = Tensor.of(Shape.of(1, 1), 10);
/// Weights weights = Weights.of(List.of(new Weight("w", Role.MATRIX, w)));
/// AmsGrad rule = new AmsGrad(1, 0, 0, 1e-8);
/// AmsGrad.State state = rule.start(weights);
/// for (float slope : new float[] {4, 1}) {    // steps of 4 / 4 and, where Adam's would be 1 / 1, of 1 / 4
///     state = rule.step(weights, weights.map(each -> Tensor.filled(each.shape(), slope)), state, 1);
/// }
/// w.item();                                   // → 8.75
/// state.largestSquare().get("w").item();      // → 16.0
/// ```
///
/// @param learningRate η, more than 0
/// @param beta1        β₁, in [0, 1)
/// @param beta2        β₂, in [0, 1)
/// @param epsilon      ε, more than 0
/// @since 0.1.0
public record AmsGrad(double learningRate, double beta1, double beta2, double epsilon)
        implements Optimizer<AmsGrad.State> {
    /// Checks the ranges above.
    ///
    /// @throws IllegalArgumentException naming the number that is out of range
    public AmsGrad {
        Adam.requireValid("amsgrad", learningRate, beta1, beta2, epsilon, 0);
    }

    /// What the rule remembers between steps: three numbers per weight.
    ///
    /// @param steps         t, the steps taken
    /// @param mean          M, in the form of the weights
    /// @param meanSquare    V, in the form of the weights
    /// @param largestSquare U, in the form of the weights
    public record State(long steps, Weights mean, Weights meanSquare, Weights largestSquare) {}

    @Override
    public State start(Weights weights) {
        return new State(0, Sweep.zeros(weights), Sweep.zeros(weights), Sweep.zeros(weights));
    }

    @Override
    public State step(Weights weights, Weights gradient, State state, double rateMultiplier) {
        weights.requireSameForm("amsgrad", gradient);
        StepKernels steps = ActiveKernels.get().steps();
        AdamStep numbers =
                Adam.numbers(learningRate * rateMultiplier, beta1, beta2, epsilon, 0, 0, state.steps() + 1.0);
        Sweep.over(
                weights,
                cut -> steps.amsGrad(
                        cut.of(weights),
                        cut.of(gradient),
                        cut.of(state.mean()),
                        cut.of(state.meanSquare()),
                        cut.of(state.largestSquare()),
                        numbers));
        return new State(state.steps() + 1, state.mean(), state.meanSquare(), state.largestSquare());
    }
}

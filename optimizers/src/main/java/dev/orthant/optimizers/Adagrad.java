package dev.orthant.optimizers;

import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.kernel.ActiveKernels;
import dev.orthant.tensor.kernel.StepKernels;
import dev.orthant.tensor.weights.Weights;

/// Every weight moves by its gradient over the root of the sum of all its squared gradients so far.
///
///     S ← S + G²                                              (S begins as s)
///     W ← W − η / (1 + (t − 1) δ) · G / (√S + ε)
///
/// Source: Duchi, Hazan and Singer 2011, "Adaptive subgradient methods for online learning and stochastic optimization",
/// figure 1 with diagonal matrices; s, δ and the place of ε are PyTorch's.
///
/// ```java
/// Tensor w = Tensor.of(Shape.of(1, 1), 10);
/// Weights weights = Weights.of(List.of(new Weight("w", Role.MATRIX, w)));
/// Adagrad rule = new Adagrad(5);
/// Adagrad.State state = rule.start(weights);
/// state = rule.step(weights, weights.map(each -> Tensor.filled(each.shape(), 3)), state, 1);  // 5 · 3 / √9
/// w.item();                                                                                   // → 5.0
/// state = rule.step(weights, weights.map(each -> Tensor.filled(each.shape(), 4)), state, 1);  // 5 · 4 / √(9 + 16)
/// w.item();                                                                                   // → 1.0
/// state.sums().get("w").item();                                                               // → 25.0
/// ```
///
/// @param learningRate η, more than 0
/// @param rateDecay    δ, at least 0
/// @param initialSum   s, at least 0
/// @param epsilon      ε, more than 0
/// @since 0.1.0
public record Adagrad(double learningRate, double rateDecay, double initialSum, double epsilon)
        implements Optimizer<Adagrad.State> {
    /// Checks the ranges above.
    ///
    /// @throws IllegalArgumentException naming the number that is out of range
    public Adagrad {
        Require.positive("adagrad", "learning rate", learningRate);
        Require.notNegative("adagrad", "rate decay", rateDecay);
        Require.notNegative("adagrad", "initial sum", initialSum);
        Require.positive("adagrad", "epsilon", epsilon);
    }

    /// PyTorch's defaults: δ = 0, s = 0, ε = 1e-10.
    ///
    /// @param learningRate η, more than 0; PyTorch's is 0.01
    public Adagrad(double learningRate) {
        this(learningRate, 0, 0, 1e-10);
    }

    /// What the rule remembers between steps: one number per weight.
    ///
    /// @param steps t, the steps taken
    /// @param sums  S, in the form of the weights
    public record State(long steps, Weights sums) {}

    @Override
    public State start(Weights weights) {
        return new State(0, weights.map(tensor -> Tensor.filled(tensor.shape(), (float) initialSum)));
    }

    @Override
    public State step(Weights weights, Weights gradient, State state, double rateMultiplier) {
        weights.requireSameForm("adagrad", gradient);
        StepKernels steps = ActiveKernels.get().steps();
        float rate = (float) (learningRate * rateMultiplier / (1 + state.steps() * rateDecay));
        Sweep.over(
                weights,
                cut -> steps.divideByRoot(
                        cut.of(weights), cut.of(gradient), cut.of(state.sums()), 1, 1, rate, (float) epsilon));
        return new State(state.steps() + 1, state.sums());
    }
}

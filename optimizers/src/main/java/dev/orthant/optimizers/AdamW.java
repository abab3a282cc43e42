package dev.orthant.optimizers;

import dev.orthant.tensor.weights.Weights;

/// Adam with weight decay that is not divided by the root mean square.
///
///     M ← β₁ M + (1 − β₁) G
///     V ← β₂ V + (1 − β₂) G²
///     W ← (1 − η λ) W − η (M / (1 − β₁ᵗ)) / (√(V / (1 − β₂ᵗ)) + ε)
///
/// Source: Loshchilov and Hutter 2019, "Decoupled weight decay regularization", algorithm 2. Departure, that of PyTorch:
/// the decay is multiplied by the learning rate and not by the schedule alone.
///
/// ```java
/// Tensor w = Tensor.of(Shape.of(1, 2), 4, 8);
/// Weights weights = Weights.of(List.of(new Weight("w", Role.MATRIX, w)));
/// AdamW rule = new AdamW(0.5, 0.5);
/// rule.step(weights, weights.times(0), rule.start(weights), 1);   // no gradient: only the decay, by 1 − η λ
/// w.toArray();                                                    // → [3.0, 6.0]
/// ```
///
/// @param learningRate η, more than 0
/// @param beta1        β₁, in [0, 1)
/// @param beta2        β₂, in [0, 1)
/// @param epsilon      ε, more than 0
/// @param weightDecay  λ, at least 0
/// @since 0.1.0
public record AdamW(double learningRate, double beta1, double beta2, double epsilon, double weightDecay)
        implements Optimizer<Adam.State> {
    /// Checks the ranges above.
    ///
    /// @throws IllegalArgumentException naming the number that is out of range
    public AdamW {
        Adam.requireValid("adamw", learningRate, beta1, beta2, epsilon, weightDecay);
    }

    /// Adam's usual settings: β₁ = 0.9, β₂ = 0.999, ε = 1e-8.
    ///
    /// @param learningRate η, more than 0
    /// @param weightDecay  λ, at least 0; PyTorch's is 0.01
    public AdamW(double learningRate, double weightDecay) {
        this(learningRate, 0.9, 0.999, 1e-8, weightDecay);
    }

    @Override
    public Adam.State start(Weights weights) {
        return Adam.State.of(weights);
    }

    @Override
    public Adam.State step(Weights weights, Weights gradient, Adam.State state, double rateMultiplier) {
        weights.requireSameForm("adamw", gradient);
        double rate = learningRate * rateMultiplier;
        return Adam.step(
                weights,
                gradient,
                state,
                Adam.numbers(rate, beta1, beta2, epsilon, 0, weightDecay, state.steps() + 1.0));
    }
}

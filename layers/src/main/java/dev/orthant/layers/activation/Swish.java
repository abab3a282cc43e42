package dev.orthant.layers.activation;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Value;
import dev.orthant.autograd.op.Silu;
import dev.orthant.layers.NamedValues;

/// Sigmoid-weighted linear unit, φ(z) = z/(1 + exp(−z)) (PyTorch's `SiLU`; Elfwing, Uchibe and Doya 2018).
///
/// ```java
/// Swish swish = new Swish();
/// swish.activation(0);                                        // → 0.0
/// // z σ(z) + z σ(−z) = z
/// (float) (swish.activation(3) - swish.activation(-3));       // → 3.0
/// ```
///
/// @since 0.1.0
public record Swish() implements SmoothActivation {
    @Override
    public Value forward(Evaluator evaluator, NamedValues weights, Value input) {
        return evaluator.apply(new Silu(), input);
    }

    @Override
    public double activation(double z) {
        return z / (1 + Math.exp(-z));
    }
}

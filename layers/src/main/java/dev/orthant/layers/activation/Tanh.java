package dev.orthant.layers.activation;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Value;
import dev.orthant.layers.NamedValues;

/// Hyperbolic tangent, φ(z) = tanh z.
///
/// @since 0.1.0
public record Tanh() implements SmoothActivation {
    @Override
    public Value forward(Evaluator evaluator, NamedValues weights, Value input) {
        return evaluator.apply(new dev.orthant.autograd.op.Tanh(), input);
    }

    @Override
    public double activation(double z) {
        return Math.tanh(z);
    }
}

package dev.orthant.layers.activation;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Value;
import dev.orthant.layers.NamedValues;

/// Hyperbolic tangent, φ(z) = tanh z.
///
/// ```java
/// Tanh tanh = new Tanh();
/// tanh.activation(0.5);                                           // → 0.46211…
/// // an odd function has an odd kernel map
/// tanh.covariance(-0.5, 1, 1) == -tanh.covariance(0.5, 1, 1);     // → true
/// ```
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

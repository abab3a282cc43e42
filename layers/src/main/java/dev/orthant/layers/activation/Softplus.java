package dev.orthant.layers.activation;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Value;
import dev.orthant.layers.NamedValues;

/// Smooth rectifier, φ(z) = log(1 + exp(z)).
///
/// ```java
/// Softplus softplus = new Softplus();
/// // log 2
/// softplus.activation(0);                                         // → 0.69314…
/// (float) (softplus.activation(3) - softplus.activation(-3));     // → 3.0
/// ```
///
/// @since 0.1.0
public record Softplus() implements SmoothActivation {
    @Override
    public Value forward(Evaluator evaluator, NamedValues weights, Value input) {
        return evaluator.apply(new dev.orthant.autograd.op.Softplus(), input);
    }

    @Override
    public double activation(double z) {
        return Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));
    }
}

package dev.orthant.layers.activation;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Value;
import dev.orthant.layers.NamedValues;

/// Exponential function, φ(z) = exp(rate · z).
///
///     T = exp(rate² ((q + r)/2 + c))        D = rate² T
///
/// ```java
/// Exp exp = new Exp(1);
/// // a log-normal number has the mean √e
/// exp.mean(1);                    // → 1.64872…
/// // e^u e^−u = 1
/// exp.covariance(-1, 1, 1);       // → 1.0
/// ```
///
/// @param rate finite
/// @since 0.1.0
public record Exp(double rate) implements Activation {
    @Override
    public Value forward(Evaluator evaluator, NamedValues weights, Value input) {
        return evaluator.apply(
                new dev.orthant.autograd.op.Exp(),
                evaluator.apply(new dev.orthant.autograd.op.Scale((float) rate), input));
    }

    @Override
    public double activation(double z) {
        return Math.exp(rate * z);
    }

    @Override
    public double mean(double q) {
        return Math.exp(rate * rate * q / 2);
    }

    @Override
    public double covariance(double c, double q, double r) {
        return Math.exp(rate * rate * ((q + r) / 2 + c));
    }

    @Override
    public double slope(double c, double q, double r) {
        return rate * rate * covariance(c, q, r);
    }
}

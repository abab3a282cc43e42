package dev.orthant.layers.activation;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Value;
import dev.orthant.layers.NamedValues;

/// Sine, φ(z) = sin z.
///
///     T = e^{−(q + r)/2} sinh c        D = e^{−(q + r)/2} cosh c
///
/// Written with the exponentials multiplied out: for large variances sinh overflows where T does not.
///
/// ```java
/// Sin sin = new Sin();
/// sin.mean(2);                            // → 0.0
/// // (1 − e⁻²)/2
/// sin.variance(1);                        // → 0.43233…
/// sin.slope(0, 1, 1) == Math.exp(-1);     // → true
/// ```
///
/// @since 0.1.0
public record Sin() implements Activation {
    @Override
    public Value forward(Evaluator evaluator, NamedValues weights, Value input) {
        return evaluator.apply(new dev.orthant.autograd.op.Sin(), input);
    }

    @Override
    public double activation(double z) {
        return Math.sin(z);
    }

    @Override
    public double mean(double q) {
        return 0;
    }

    @Override
    public double covariance(double c, double q, double r) {
        return sineProduct(c, q, r);
    }

    @Override
    public double slope(double c, double q, double r) {
        return (Math.exp(c - (q + r) / 2) + Math.exp(-c - (q + r) / 2)) / 2;
    }

    /// exp(−(q + r)/2) sinh c: a difference of exponentials, which would overflow alone, unless they are nearly equal.
    static double sineProduct(double c, double q, double r) {
        return Math.abs(c) < 1
                ? Math.exp(-(q + r) / 2) * Math.sinh(c)
                : (Math.exp(c - (q + r) / 2) - Math.exp(-c - (q + r) / 2)) / 2;
    }
}

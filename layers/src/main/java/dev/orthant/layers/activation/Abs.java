package dev.orthant.layers.activation;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Value;
import dev.orthant.layers.NamedValues;
import dev.orthant.layers.infinite.Rectifier;

/// Absolute value, φ(z) = |z|.
///
/// Its kernel: [Rectifier].
///
/// ```java
/// Abs abs = new Abs();
/// abs.activation(-3);                         // → 3.0
/// abs.variance(4);                            // → 4.0
/// abs.mean(1) == Math.sqrt(2 / Math.PI);      // → true
/// ```
///
/// @since 0.1.0
public record Abs() implements Activation {
    @Override
    public Value forward(Evaluator evaluator, NamedValues weights, Value input) {
        return evaluator.apply(new dev.orthant.autograd.op.PiecewiseLinear(-1, 1), input);
    }

    @Override
    public double activation(double z) {
        return rectifier().activation(z);
    }

    @Override
    public double mean(double q) {
        return rectifier().mean(q);
    }

    @Override
    public double covariance(double c, double q, double r) {
        return rectifier().covariance(c, q, r);
    }

    @Override
    public double slope(double c, double q, double r) {
        return rectifier().slope(c, q, r);
    }

    @Override
    public Rows between(double[] q, double[] r) {
        return rectifier().between(q, r);
    }

    @Override
    public void elements(double[] c, double[] q, double[] r, double[] covariance, double[] slope) {
        rectifier().elements(c, q, r, covariance, slope);
    }

    private static Rectifier rectifier() {
        return new Rectifier(-1, 1);
    }
}

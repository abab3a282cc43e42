package dev.orthant.layers.activation;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Value;
import dev.orthant.layers.NamedValues;

/// Cosine, φ(z) = cos z.
///
///     T = e^{−(q + r)/2} cosh c        D = e^{−(q + r)/2} sinh c
///
/// ```java
/// Cos cos = new Cos();
/// cos.mean(1) == Math.exp(-0.5);              // → true
/// // cos² + sin² = 1
/// cos.variance(3) + new Sin().variance(3);    // → 1.0
/// ```
///
/// @since 0.1.0
public record Cos() implements Activation {
    @Override
    public Value forward(Evaluator evaluator, NamedValues weights, Value input) {
        return evaluator.apply(new dev.orthant.autograd.op.Cos(), input);
    }

    @Override
    public double activation(double z) {
        return Math.cos(z);
    }

    @Override
    public double mean(double q) {
        return Math.exp(-q / 2);
    }

    @Override
    public double covariance(double c, double q, double r) {
        return (Math.exp(c - (q + r) / 2) + Math.exp(-c - (q + r) / 2)) / 2;
    }

    @Override
    public double slope(double c, double q, double r) {
        return Sin.sineProduct(c, q, r);
    }
}

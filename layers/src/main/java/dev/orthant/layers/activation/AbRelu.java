package dev.orthant.layers.activation;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Value;
import dev.orthant.layers.NamedValues;
import dev.orthant.layers.infinite.Rectifier;

/// A slope on either side of 0, φ(z) = a · min(0, z) + b · max(0, z).
///
/// Its kernel: [Rectifier]. The rectifier is (0, 1), the identity (1, 1), the absolute value (−1, 1).
///
/// ```java
/// AbRelu leaky = new AbRelu(0.1, 1);
/// leaky.activation(-20);              // → -2.0
/// AbRelu identity = new AbRelu(1, 1);
/// identity.covariance(0.25, 1, 1);    // → 0.25
/// ```
///
/// @param negative a, slope below 0
/// @param positive b, slope above 0
/// @since 0.1.0
public record AbRelu(double negative, double positive) implements Activation {
    @Override
    public Value forward(Evaluator evaluator, NamedValues weights, Value input) {
        return evaluator.apply(new dev.orthant.autograd.op.PiecewiseLinear((float) negative, (float) positive), input);
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

    private Rectifier rectifier() {
        return new Rectifier(negative, positive);
    }
}

package dev.orthant.layers.activation;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Value;
import dev.orthant.layers.NamedValues;
import dev.orthant.layers.infinite.Rectifier;

/// Rectified linear unit, φ(z) = max(0, z).
///
/// Its kernel: [Rectifier]. [dev.orthant.layers.ScaledRelu] is √2 times this and keeps variances.
///
/// ```java
/// Relu relu = new Relu();
/// relu.activation(3);     // → 3.0
/// // half of the numbers pass, so half of the variance; a quarter of independent pairs has slope 1 on both sides
/// relu.variance(1);       // → 0.5
/// relu.slope(0, 1, 1);    // → 0.25
/// ```
///
/// @since 0.1.0
public record Relu() implements Activation {
    @Override
    public Value forward(Evaluator evaluator, NamedValues weights, Value input) {
        return evaluator.apply(new dev.orthant.autograd.op.ScaledRelu(1), input);
    }

    @Override
    public boolean commutesWithMaximum() {
        return true;
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
        return new Rectifier(0, 1);
    }
}

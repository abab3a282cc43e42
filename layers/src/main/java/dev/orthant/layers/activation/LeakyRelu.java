package dev.orthant.layers.activation;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Value;
import dev.orthant.layers.NamedValues;
import dev.orthant.layers.infinite.Rectifier;

/// Leaky rectifier, φ(z) = max(0, z) + slope · min(0, z) (Maas, Hannun and Ng 2013).
///
/// Its kernel: [Rectifier].
///
/// ```java
/// LeakyRelu leaky = new LeakyRelu(0.1);
/// leaky.activation(-20);          // → -2.0
/// // (1 + 0.1²)/2
/// (float) leaky.variance(1);      // → 0.505
/// ```
///
/// @param leak slope below 0
/// @since 0.1.0
public record LeakyRelu(double leak) implements Activation {
    @Override
    public Value forward(Evaluator evaluator, NamedValues weights, Value input) {
        return evaluator.apply(new dev.orthant.autograd.op.PiecewiseLinear((float) leak, 1), input);
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
        return new Rectifier(leak, 1);
    }
}

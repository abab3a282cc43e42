package dev.orthant.layers.activation;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Value;
import dev.orthant.layers.NamedValues;
import dev.orthant.layers.infinite.Rectifier;

/// Rectified square, φ(z) = max(0, z)²: the second-order arc-cosine kernel.
///
///     T = q r/(2π) · (3 sin θ cos θ + (π − θ)(1 + 2 cos² θ))        cos θ = c/√(q r), in [-1, 1]
///     D = 2 √(q r)/π · (sin θ + (π − θ) cos θ)
///
/// Source: Cho and Saul 2009 (n = 2).
///
/// ```java
/// SquaredRelu squared = new SquaredRelu();
/// squared.activation(3);      // → 9.0
/// // halves of E z² = 4 and E z⁴ = 3
/// squared.mean(4);            // → 2.0
/// squared.variance(1);        // → 1.5
/// ```
///
/// @since 0.1.0
public record SquaredRelu() implements Activation {
    @Override
    public Value forward(Evaluator evaluator, NamedValues weights, Value input) {
        Value positive = evaluator.apply(new dev.orthant.autograd.op.ScaledRelu(1), input);
        return evaluator.apply(new dev.orthant.autograd.op.Multiply(), positive, positive);
    }

    @Override
    public double activation(double z) {
        return z > 0 ? z * z : 0;
    }

    @Override
    public double mean(double q) {
        return q / 2;
    }

    @Override
    public double covariance(double c, double q, double r) {
        double scale = Math.sqrt(q * r);
        if (!(scale > 0)) {
            return 0;
        }
        double t = Math.clamp(c / scale, -1, 1);
        double sine = Math.sqrt((1 - t) * (1 + t));
        return scale * scale / (2 * Math.PI) * (3 * sine * t + Math.acos(-t) * (1 + 2 * t * t));
    }

    @Override
    public double slope(double c, double q, double r) {
        double scale = Math.sqrt(q * r);
        return scale > 0 ? 2 * scale * Rectifier.map(Math.clamp(c / scale, -1, 1)) : 0;
    }
}

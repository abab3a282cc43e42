package dev.orthant.layers.activation;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Value;
import dev.orthant.layers.NamedValues;

/// Gaussian error linear unit, φ(z) = z Φ(z), exact (Hendrycks and Gimpel 2016).
///
///     P = q r,  p = (1 + q)(1 + r),  d = √(p − c²),  A = atan2(c, d)
///     T = c/4 + c A/(2π) + (c² + P d²)/(2π p d)
///     D = 1/4 + A/(2π) + c/(2π d) · (1/d² + (1 − P)/p + 1)
///
/// Source: Tsuchida, Pearce, van der Heide, Roosta and Gallagher 2020, "Avoiding kernel fixed points".
///
/// ```java
/// Gelu gelu = new Gelu();
/// // z Φ(z) + z Φ(−z) = z
/// gelu.activation(2) - gelu.activation(-2);       // → 2.0
/// // 1/√(4π)
/// gelu.mean(1);                                   // → 0.28209…
/// ```
///
/// @since 0.1.0
public record Gelu() implements Activation {
    @Override
    public Value forward(Evaluator evaluator, NamedValues weights, Value input) {
        return evaluator.apply(new dev.orthant.autograd.op.Gelu(), input);
    }

    @Override
    public double activation(double z) {
        return z * (1 + dev.orthant.autograd.op.Erf.of(z / Math.sqrt(2))) / 2;
    }

    @Override
    public double mean(double q) {
        return q / Math.sqrt(2 * Math.PI * (1 + q)); // by parts: E[z Φ(z)] = q E[φ(z)]
    }

    @Override
    public double covariance(double c, double q, double r) {
        double sum = (1 + q) * (1 + r);
        double square = square(c, q, r);
        double root = Math.sqrt(square);
        double angle = Math.atan2(c, root);
        return c / 4 + (c * angle + (c * c + q * r * square) / (sum * root)) / (2 * Math.PI);
    }

    @Override
    public double slope(double c, double q, double r) {
        double sum = (1 + q) * (1 + r);
        double square = square(c, q, r);
        double root = Math.sqrt(square);
        double angle = Math.atan2(c, root);
        return 0.25 + (angle + c / root * (1 / square + (2 + q + r) / sum)) / (2 * Math.PI);
    }

    /// (1 + q)(1 + r) − c², without losing its digits where q, r and c are large and equal.
    private static double square(double c, double q, double r) {
        return 1 + q + r + Math.max(0, q * r - c * c);
    }
}

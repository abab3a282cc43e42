package dev.orthant.layers.activation;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Value;
import dev.orthant.layers.NamedValues;

/// Error function, φ(z) = erf(z).
///
///     T = 2/π · arcsin(2c / √((1 + 2q)(1 + 2r)))
///     D = 4/π / √((1 + 2q)(1 + 2r) − 4c²)
///
/// Source: Williams 1997, "Computing with infinite networks".
///
/// ```java
/// Erf erf = new Erf();
/// erf.activation(0.5);                // → 0.5204…
/// // 2/π · arcsin ½ = ⅓
/// erf.covariance(0.5, 0.5, 0.5);      // → 0.3333…
/// ```
///
/// @since 0.1.0
public record Erf() implements Activation {
    @Override
    public Value forward(Evaluator evaluator, NamedValues weights, Value input) {
        return evaluator.apply(new dev.orthant.autograd.op.Erf(), input);
    }

    @Override
    public double activation(double z) {
        return dev.orthant.autograd.op.Erf.of(z);
    }

    @Override
    public double mean(double q) {
        return 0;
    }

    @Override
    public double covariance(double c, double q, double r) {
        double sine = 2 * c / (Math.sqrt(1 + 2 * q) * Math.sqrt(1 + 2 * r));
        return 2 / Math.PI * Math.asin(Math.clamp(sine, -1, 1)); // beyond 1 by rounding for variances above 1e15
    }

    @Override
    public double slope(double c, double q, double r) {
        // (1 + 2q)(1 + 2r) − 4c², which would lose its digits where q, r and c are large and equal
        double square = 1 + 2 * (q + r) + 4 * Math.max(0, q * r - c * c);
        return 4 / Math.PI / Math.sqrt(square);
    }
}

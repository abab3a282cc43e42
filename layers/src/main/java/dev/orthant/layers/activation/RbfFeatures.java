package dev.orthant.layers.activation;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Value;
import dev.orthant.autograd.op.AddScalar;
import dev.orthant.autograd.op.Scale;
import dev.orthant.layers.NamedValues;

/// Random features of the Gaussian (radial basis function) kernel, φ(z) = √2 sin(√(2γ) z + π/4).
///
///     T = exp(−γ (q + r − 2c))        D = 2γ T
///
/// With q, r and c the mean products of two inputs this is exp(−γ ‖x − x′‖²/d).
/// Source: Rahimi and Recht 2007, "Random features for large-scale kernel machines".
///
/// ```java
/// RbfFeatures features = new RbfFeatures(0.5);
/// // an example with itself, then two of squared distance 2
/// features.covariance(7, 7, 7);                       // → 1.0
/// features.covariance(0, 1, 1) == Math.exp(-1);       // → true
/// ```
///
/// @param gamma γ, more than 0
/// @since 0.1.0
public record RbfFeatures(double gamma) implements Activation {
    /// Checks γ.
    ///
    /// @throws IllegalArgumentException if γ is not more than 0
    public RbfFeatures {
        if (!(gamma > 0)) {
            throw new IllegalArgumentException("rbf features: gamma is " + gamma + " but must be more than 0");
        }
    }

    @Override
    public Value forward(Evaluator evaluator, NamedValues weights, Value input) {
        Value angle = evaluator.apply(
                new AddScalar((float) (Math.PI / 4)), evaluator.apply(new Scale((float) Math.sqrt(2 * gamma)), input));
        return evaluator.apply(
                new Scale((float) Math.sqrt(2)), evaluator.apply(new dev.orthant.autograd.op.Sin(), angle));
    }

    @Override
    public double activation(double z) {
        return Math.sqrt(2) * Math.sin(Math.sqrt(2 * gamma) * z + Math.PI / 4);
    }

    @Override
    public double mean(double q) {
        return Math.exp(-gamma * q);
    }

    @Override
    public double covariance(double c, double q, double r) {
        return Math.exp(-gamma * (q + r - 2 * c));
    }

    @Override
    public double slope(double c, double q, double r) {
        return 2 * gamma * covariance(c, q, r);
    }
}

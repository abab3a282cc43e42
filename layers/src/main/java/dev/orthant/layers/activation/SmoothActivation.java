package dev.orthant.layers.activation;

import dev.orthant.layers.infinite.SmoothDual;

/// An activation without closed forms: its kernel is that of its expansion in Hermite polynomials, [SmoothDual].
///
/// ```java
/// SmoothActivation softplus = new Softplus();                                             // its derivative is the sigmoid
/// (float) softplus.slope(0.5, 1, 1) == (float) new Sigmoid().covariance(0.5, 1, 1);       // → true
/// ```
///
/// @since 0.1.0
public interface SmoothActivation extends Activation {
    @Override
    default double mean(double q) {
        return new SmoothDual(this::activation).mean(q);
    }

    @Override
    default double covariance(double c, double q, double r) {
        return new SmoothDual(this::activation).covariance(c, q, r);
    }

    @Override
    default double slope(double c, double q, double r) {
        return new SmoothDual(this::activation).slope(c, q, r);
    }

    @Override
    default Rows between(double[] q, double[] r) {
        return new SmoothDual(this::activation).between(q, r);
    }
}

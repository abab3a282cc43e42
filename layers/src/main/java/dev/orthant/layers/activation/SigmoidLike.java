package dev.orthant.layers.activation;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Value;
import dev.orthant.autograd.op.AddScalar;
import dev.orthant.autograd.op.Scale;
import dev.orthant.layers.NamedValues;

/// A sigmoid with closed forms, φ(z) = ½ + ½ erf(z/s) with s = 2.4020563531719796: within 0.0095 of the logistic function.
///
///     T = ¼ + ¼ T_erf(c/s², q/s², r/s²)        D = ∂T/∂c = D_erf(…)/(4 s²)
///
/// The constant is that of neural-tangents' `Sigmoid_like`; [Sigmoid] is the logistic function itself.
///
/// ```java
/// SigmoidLike close = new SigmoidLike();
/// close.activation(0);                                                        // → 0.5
/// Math.abs(close.activation(1) - new Sigmoid().activation(1)) < 0.0095;       // → true
/// ```
///
/// @since 0.1.0
public record SigmoidLike() implements Activation {
    private static final double WIDTH = 2.4020563531719796;
    private static final double SQUARE = WIDTH * WIDTH;

    @Override
    public Value forward(Evaluator evaluator, NamedValues weights, Value input) {
        Value erf = evaluator.apply(
                new dev.orthant.autograd.op.Erf(), evaluator.apply(new Scale((float) (1 / WIDTH)), input));
        return evaluator.apply(new Scale(0.5f), evaluator.apply(new AddScalar(1), erf));
    }

    @Override
    public double activation(double z) {
        return (1 + dev.orthant.autograd.op.Erf.of(z / WIDTH)) / 2;
    }

    @Override
    public double mean(double q) {
        return 0.5;
    }

    @Override
    public double covariance(double c, double q, double r) {
        return (1 + new Erf().covariance(c / SQUARE, q / SQUARE, r / SQUARE)) / 4;
    }

    @Override
    public double slope(double c, double q, double r) {
        return new Erf().slope(c / SQUARE, q / SQUARE, r / SQUARE) / (4 * SQUARE);
    }
}

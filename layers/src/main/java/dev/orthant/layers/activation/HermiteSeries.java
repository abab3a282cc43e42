package dev.orthant.layers.activation;

import dev.orthant.autograd.Add;
import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Value;
import dev.orthant.autograd.op.Multiply;
import dev.orthant.autograd.op.Scale;
import dev.orthant.autograd.op.Subtract;
import dev.orthant.layers.NamedValues;
import dev.orthant.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/// A sum of normalised Hermite polynomials, φ(z) = Σ_k a_k h_k(z): h₀ = 1, h₁ = z, h₂ = (z² − 1)/√2, …
///
///     h_{k+1}(z) = (z h_k(z) − √k h_{k−1}(z))/√(k + 1)
///
/// At variance 1, T(c) = Σ a_k² cᵏ: every kernel of the sphere that a network can have is one of these.
///
/// ```java
/// HermiteSeries series = HermiteSeries.of(0, 0.6, 0.8);       // 0.6 z + 0.8 (z² − 1)/√2
/// (float) series.mean(1);                                     // → 0.0
/// (float) series.variance(1);                                 // → 1.0
/// (float) series.covariance(0.5, 1, 1);                       // → 0.34
/// ```
///
/// @param coefficients a₀, a₁, …; at least one
/// @since 0.1.0
public record HermiteSeries(List<Double> coefficients) implements SmoothActivation {
    /// Keeps a copy of the list.
    ///
    /// @throws IllegalArgumentException if it is empty
    public HermiteSeries {
        coefficients = List.copyOf(coefficients);
        if (coefficients.isEmpty()) {
            throw new IllegalArgumentException("hermite series: no coefficients came; at least one is required");
        }
    }

    /// {@return the series with these coefficients}
    ///
    /// @param coefficients a₀, a₁, …; at least one
    public static HermiteSeries of(double... coefficients) {
        return new HermiteSeries(Arrays.stream(coefficients).boxed().toList());
    }

    @Override
    public Value forward(Evaluator evaluator, NamedValues weights, Value input) {
        Value before = evaluator.constant(Tensor.zeros(input.tensor().shape()));
        Value current = evaluator.constant(Tensor.filled(input.tensor().shape(), 1));
        Value sum = evaluator.apply(new Scale(coefficients.get(0).floatValue()), current);
        for (int k = 0; k + 1 < coefficients.size(); k++) {
            Value product = evaluator.apply(new Multiply(), input, current);
            Value lower = evaluator.apply(new Scale((float) Math.sqrt(k)), before);
            Value next = evaluator.apply(
                    new Scale((float) (1 / Math.sqrt(k + 1))), evaluator.apply(new Subtract(), product, lower));
            sum = evaluator.apply(
                    new Add(),
                    sum,
                    evaluator.apply(new Scale(coefficients.get(k + 1).floatValue()), next));
            before = current;
            current = next;
        }
        return sum;
    }

    @Override
    public double activation(double z) {
        double before = 0;
        double current = 1;
        double sum = coefficients.get(0);
        for (int k = 0; k + 1 < coefficients.size(); k++) {
            double next = (z * current - Math.sqrt(k) * before) / Math.sqrt(k + 1);
            sum += coefficients.get(k + 1) * next;
            before = current;
            current = next;
        }
        return sum;
    }
}

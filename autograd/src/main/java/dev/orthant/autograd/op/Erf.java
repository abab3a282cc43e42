package dev.orthant.autograd.op;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Op;
import dev.orthant.autograd.Value;
import dev.orthant.tensor.Tensor;

/// Error function, element by element.
///
///     Y  = erf X = 2/√π ∫₀ˣ exp(−t²) dt
///     dX = dY ∘ 2/√π exp(−X²)
///
/// ```java
/// new Erf().forward(Tensor.of(Shape.of(2), 0, 10)).toArray();              // → [0.0, 1.0]
/// Erf.of(0.5);                                                             // → 0.5204998778…
/// ```
///
/// @since 0.1.0
public record Erf() implements Op.Unary {
    private static final double TWO_OVER_ROOT_PI = 2 / Math.sqrt(Math.PI);

    @Override
    public Tensor forward(Tensor input) {
        return Operands.elementwise(
                input, (kernels, x, out) -> kernels.functions().erf(x, out));
    }

    @Override
    public Value gradient(Evaluator evaluator, Value upstream, Value input, Value output) {
        return evaluator.apply(new ErfGradient(), upstream, input);
    }

    /// erf(x) in float64, to a few units in the last place.
    ///
    ///     erf(x) = 2/√π exp(−x²) Σ_k 2ᵏ x²ᵏ⁺¹ / (2k + 1)!!
    ///
    /// All terms have one sign, so nothing cancels; from 6 on erf rounds to 1 (1 − erf(6) = 2·10⁻¹⁷).
    /// Source: Abramowitz and Stegun 1964, 7.1.6.
    ///
    /// @param x any number
    /// @return  erf(x), in [−1, 1]; NaN for NaN
    public static double of(double x) {
        if (Math.abs(x) >= 6) {
            return Math.signum(x);
        }
        double term = x;
        double sum = x;
        for (int k = 1; Math.abs(term) > 1e-17 * Math.abs(sum); k++) {
            term *= 2 * x * x / (2 * k + 1);
            sum += term;
        }
        return Double.isNaN(x) ? x : TWO_OVER_ROOT_PI * Math.exp(-x * x) * sum;
    }
}

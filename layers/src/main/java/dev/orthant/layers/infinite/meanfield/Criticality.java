package dev.orthant.layers.infinite.meanfield;

import dev.orthant.layers.infinite.DualActivation;
import dev.orthant.layers.infinite.NoClosedForm;

/// The critical initialisation of a nonlinearity, at which neither the variance of one example nor the difference of two
/// near ones grows or shrinks exponentially with depth.
///
///     χ_∥(K) = C_W d/dK E φ(√K z)² = 1        χ_⊥(K) = C_W E φ′(√K z)² = 1        K = C_W E φ(√K z)² + C_b
///
/// Source: Roberts, Yaida and Hanin 2022, "The principles of deep learning theory", chapter 5.
///
/// ```java
/// Criticality.of(new Relu()).weightVariance();                    // → 2.0
/// Criticality.Kind kind = Criticality.of(new Tanh()).kind();      // → ZERO
/// Criticality gelu = Criticality.of(new Gelu());
/// gelu.kind();                                                    // → HALF_STABLE
/// gelu.weightVariance();                                          // → 1.98305…
/// Criticality.of(new Sigmoid());                                  // throws NoClosedForm
/// ```
///
/// @param kind           how the variance behaves there
/// @param weightVariance C_W
/// @param biasVariance   C_b
/// @param variance       K*; 1 for the scale-invariant kind, for which every variance is a fixed point
/// @since 0.1.0
public record Criticality(Kind kind, double weightVariance, double biasVariance, double variance) {
    /// How the variance behaves at criticality.
    public enum Kind {
        /// Every variance stays: piecewise linear functions.
        SCALE_INVARIANT,
        /// The variance falls to 0 as 1/depth: tanh, sin.
        ZERO,
        /// The variance stays at K* if it comes from one side: GELU, swish.
        HALF_STABLE
    }

    private static final double LARGEST_VARIANCE = 25;

    /// {@return the critical initialisation}
    ///
    /// @param activation φ, whose D exists
    /// @throws NoClosedForm if there is none with C_b ≥ 0 and 10⁻² ≤ K* ≤ 25 (sigmoid, softplus)
    public static Criticality of(DualActivation activation) {
        double unit = activation.variance(1);
        if (nearly(activation.variance(0.25), unit / 4) && nearly(activation.variance(4), 4 * unit)) {
            return new Criticality(Kind.SCALE_INVARIANT, 1 / unit, 0, 1);
        }
        double step = 1e-3;
        double slope = (activation.activation(step) - activation.activation(-step)) / (2 * step);
        double small = 1e-2;
        if (Math.abs(activation.activation(0)) < 1e-12
                && slope != 0
                && activation.variance(small) < small * slope * slope * (1 - 1e-4)) { // falls, beyond rounding
            double linear = activation.slope(0, 1e-9, 1e-9);
            return new Criticality(Kind.ZERO, 1 / linear, 0, 0);
        }
        double last = difference(activation, 1e-2);
        for (double k = 1e-2; k < LARGEST_VARIANCE; k *= 1.25) {
            double next = difference(activation, 1.25 * k);
            if (last > 0 != next > 0) {
                double variance = Roots.bisect(x -> difference(activation, x), k, 1.25 * k);
                CriticalPoint point = CriticalPoint.ofVariance(activation, variance);
                if (point.biasVariance() >= 0) {
                    return new Criticality(Kind.HALF_STABLE, point.weightVariance(), point.biasVariance(), variance);
                }
            }
            last = next;
        }
        throw new NoClosedForm("criticality of " + activation + ": no variance from 0.01 to 25 is critical with a bias"
                + " variance of at least 0; such a nonlinearity has no critical initialisation");
    }

    /// {@return χ_∥, of layers with these variances}
    ///
    /// @param activation     φ
    /// @param weightVariance C_W, more than 0
    /// @param variance       K, more than 0
    public static double parallel(DualActivation activation, double weightVariance, double variance) {
        return weightVariance * Roots.derivative(activation::variance, variance);
    }

    /// {@return χ_⊥, of layers with these variances}
    ///
    /// @param activation     φ, whose D exists
    /// @param weightVariance C_W, more than 0
    /// @param variance       K, more than 0
    public static double perpendicular(DualActivation activation, double weightVariance, double variance) {
        return weightVariance * activation.slope(variance, variance, variance);
    }

    private static double difference(DualActivation activation, double variance) {
        return parallel(activation, 1, variance) - perpendicular(activation, 1, variance);
    }

    private static boolean nearly(double left, double right) {
        return Math.abs(left - right) <= 1e-12 * Math.abs(right);
    }
}

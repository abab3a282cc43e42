package dev.orthant.layers.infinite.meanfield;

import dev.orthant.layers.infinite.DualActivation;

/// An initialisation on the line χ(1) = 1 between order and chaos, where signals and gradients reach deepest.
///
/// On the line, a fixed variance q determines both others:
///
///     σ_w² = 1/E φ′(√q z)²        σ_b² = q − σ_w² E φ(√q z)²
///
/// ```java
/// CriticalPoint relu = CriticalPoint.ofVariance(new Relu(), 1);               // He initialisation
/// relu.weightVariance();                                                      // → 2.0
/// relu.biasVariance();                                                        // → 0.0
/// CriticalPoint erf = CriticalPoint.ofBias(new Erf(), 0.05);
/// (float) new MeanField(new Erf(), erf.weightVariance(), 0.05).chiOne();      // → 1.0
/// ```
///
/// @param weightVariance σ_w²
/// @param biasVariance   σ_b²
/// @param variance       q*
/// @since 0.1.0
public record CriticalPoint(double weightVariance, double biasVariance, double variance) {
    /// The point of the line with this fixed variance. Its bias variance may come out negative: then there is none.
    ///
    /// @param activation φ, whose D exists
    /// @param variance   q*, more than 0
    /// @return the point; there is none if its bias variance is negative
    public static CriticalPoint ofVariance(DualActivation activation, double variance) {
        double weightVariance = 1 / activation.slope(variance, variance, variance);
        return new CriticalPoint(weightVariance, variance - weightVariance * activation.variance(variance), variance);
    }

    /// {@return the point of the line with this bias variance}
    ///
    /// @param activation   φ, whose D exists
    /// @param biasVariance σ_b², more than 0
    /// @throws IllegalArgumentException if q* would be outside [1e-12, 1e6]
    public static CriticalPoint ofBias(DualActivation activation, double biasVariance) {
        double low = 1e-12;
        double high = low;
        while (ofVariance(activation, high).biasVariance() < biasVariance) {
            low = high;
            high *= 2;
            if (high > 1e6) {
                throw new IllegalArgumentException("critical point: none of " + activation + " has bias variance "
                        + biasVariance + "; scale-invariant nonlinearities have them for bias variance 0 alone:"
                        + " see Criticality");
            }
        }
        double variance = Roots.bisect(q -> ofVariance(activation, q).biasVariance() - biasVariance, low, high);
        return ofVariance(activation, variance);
    }
}

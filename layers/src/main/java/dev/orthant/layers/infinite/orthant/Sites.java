package dev.orthant.layers.infinite.orthant;

/// Gaussian stand-ins for the conditions fᵢ > 0, one factor each:
///
///     siteᵢ(fᵢ) = exp(νᵢ fᵢ − τᵢ fᵢ²/2)
///
/// @param precision τ, each at least 0
/// @param shift     ν
@SuppressWarnings("ArrayRecordComponent") // handed from one loop to the next; never compared
record Sites(double[] precision, double[] shift) {
    /// All factors 1.
    static Sites none(int size) {
        return new Sites(new double[size], new double[size]);
    }

    /// Sites of a fraction of the precision that keep the mean μ of N(0, T) Πᵢ siteᵢ:
    ///
    ///     τ′ = β τ,   ν′ = T⁻¹ μ + τ′ μ = ν − (1 − β) τ μ        since (T⁻¹ + τ) μ = ν
    ///
    /// The full sites' tails are too light for importance sampling; scaling ν like τ would move the mean away.
    ///
    /// @param fraction β in (0, 1]
    Sites shrunk(double fraction, double[] mean) {
        Sites shrunk = none(precision.length);
        for (int i = 0; i < precision.length; i++) {
            shrunk.precision[i] = fraction * precision[i];
            shrunk.shift[i] = shift[i] - (1 - fraction) * precision[i] * mean[i];
        }
        return shrunk;
    }
}

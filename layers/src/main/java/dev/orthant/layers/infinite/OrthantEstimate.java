package dev.orthant.layers.infinite;

/// An orthant probability on the log scale, and how far to trust it.
///
/// A value whose [#effectiveSampleSize] is a handful says little more than "P is probably larger than this": the mean of
/// heavy-tailed weights is then dominated by samples that were not drawn.
///
/// @param logProbability        ln P, at most about 0; −∞ if P is 0
/// @param relativeStandardError standard error of P divided by P: to first order, the standard error of ln P
/// @param effectiveSampleSize   (Σw)²/Σw²: how many equally weighted samples are worth these; ∞ for an exact value
/// @param samples               how many were drawn; 0 for an exact value
/// @param jitter                what was added to the diagonal of the correlation matrix to factor it
public record OrthantEstimate(
        double logProbability, double relativeStandardError, double effectiveSampleSize, long samples, double jitter) {
    /// A value from a formula.
    public static OrthantEstimate exact(double logProbability) {
        return new OrthantEstimate(logProbability, 0, Double.POSITIVE_INFINITY, 0, 0);
    }

    /// −ln P in nats: what the labels tell about the weights.
    public double informationContent() {
        return 0 - logProbability; // 0 rather than -0 for P = 1
    }

    /// Effective samples per sample, in (0, 1]; 1 for an exact value.
    public double effectiveFraction() {
        return samples == 0 ? 1 : effectiveSampleSize / samples;
    }
}

package dev.orthant.layers.infinite.orthant;

import java.util.Arrays;

/// How many independent draws the states of a chain are worth.
///
/// ```java
/// EffectiveSamples.of(1, -1, 1, -1);              // → 4.0
/// // eight states that moved once
/// EffectiveSamples.of(1, 1, 1, 1, 9, 9, 9, 9);    // → 3.2
/// EffectiveSamples.of(1, 2, 3);                   // throws IllegalArgumentException
/// ```
///
/// @since 0.1.0
public final class EffectiveSamples {
    private EffectiveSamples() {}

    /// N/τ for the mean of the series, with the autocorrelation time
    ///
    ///     τ = 1 + 2 Σ_k ρ_k,   pairs ρ_{2k} + ρ_{2k+1} added while they are positive, none larger than the one before
    ///
    /// Source: Geyer 1992, "Practical Markov chain Monte Carlo" (initial monotone sequence). At most N; N for a constant series.
    ///
    /// @param series what successive states say about one quantity, at least 4 numbers
    /// @return more than 0, at most N
    /// @throws IllegalArgumentException if fewer than 4 numbers came, or one is not finite
    public static double of(double... series) {
        int count = series.length;
        if (count < 4) {
            throw new IllegalArgumentException(
                    "effective samples: a series of " + count + " numbers came; at least 4 are required");
        }
        if (!Arrays.stream(series).allMatch(Double::isFinite)) {
            throw new IllegalArgumentException(
                    "effective samples: the series holds NaN or infinite numbers; finite ones are required");
        }
        if (Arrays.stream(series).allMatch(value -> value == series[0])) {
            return count; // its mean may be off by a rounding, which would pass for a long memory
        }
        double mean = 0;
        for (double value : series) {
            mean += value / count;
        }
        double variance = covariance(series, mean, 0);
        double time = -1;
        double before = Double.POSITIVE_INFINITY;
        for (int lag = 0; lag + 1 < count; lag += 2) {
            double pair = (covariance(series, mean, lag) + covariance(series, mean, lag + 1)) / variance;
            pair = Math.min(pair, before);
            if (pair <= 0) {
                break;
            }
            time += 2 * pair;
            before = pair;
        }
        return count / Math.max(time, 1);
    }

    private static double covariance(double[] series, double mean, int lag) {
        double sum = 0;
        for (int t = lag; t < series.length; t++) {
            sum += (series[t] - mean) * (series[t - lag] - mean);
        }
        return sum / series.length;
    }
}

package dev.orthant.benchmarks.measure;

import java.util.Arrays;

/// How long single calls took.
///
/// @param median    p50 in seconds
/// @param slowest   p99 in seconds: one call of a hundred takes longer
/// @param perSecond calls, one after the other
/// @param histogram of all calls
public record Latency(double median, double slowest, double perSecond, Histogram histogram) {
    /// Of measured calls.
    ///
    /// @param nanos of each call, at least one; sorted in place
    public static Latency of(long[] nanos) {
        if (nanos.length == 0) {
            throw new IllegalArgumentException("latency: no call came; at least one is required");
        }
        Arrays.sort(nanos);
        double seconds = Arrays.stream(nanos).sum() * 1e-9;
        return new Latency(
                Histogram.quantile(0.5, nanos) * 1e-9,
                Histogram.quantile(0.99, nanos) * 1e-9,
                nanos.length / seconds,
                Histogram.of(nanos));
    }
}

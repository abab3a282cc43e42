package dev.orthant.benchmarks.measure;

import java.util.Arrays;

/// How long single calls took.
///
/// @param median    p50 in seconds
/// @param slowest   p99 in seconds: one call of a hundred takes longer
/// @param perSecond calls, one after the other
public record Latency(double median, double slowest, double perSecond) {
    /// Of measured calls.
    ///
    /// @param nanos of each call, at least one; sorted in place
    public static Latency of(long[] nanos) {
        if (nanos.length == 0) {
            throw new IllegalArgumentException("latency: no call came; at least one is required");
        }
        Arrays.sort(nanos);
        double seconds = Arrays.stream(nanos).sum() * 1e-9;
        int last = nanos.length - 1;
        return new Latency(
                nanos[(int) Math.round(0.5 * last)] * 1e-9,
                nanos[(int) Math.round(0.99 * last)] * 1e-9,
                nanos.length / seconds);
    }
}

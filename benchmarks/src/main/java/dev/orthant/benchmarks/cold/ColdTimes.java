package dev.orthant.benchmarks.cold;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/// What the calls of a cold run took, in seconds.
///
/// @param first     the first call
/// @param tenth     the tenth call
/// @param hundredth the hundredth call
/// @param steady    the median of the calls of the last second
/// @param worstLate the longest call that began more than two seconds after the first
/// @param settled   when the first call began after which, for a tenth of a second, the median call was within a tenth of
///                  `steady`; how long the cliff is
public record ColdTimes(double first, double tenth, double hundredth, double steady, double worstLate, double settled) {
    private static final double LATE = 2;

    private static final double LAST = 1;

    private static final double WINDOW = 0.1;

    /// @param begun nanoseconds from the first call's start
    /// @param taken nanoseconds
    static ColdTimes of(long[] begun, long[] taken) {
        double end = seconds(begun[begun.length - 1]);
        double steady = median(between(begun, taken, end - LAST, Double.POSITIVE_INFINITY));
        double worst = Arrays.stream(between(begun, taken, LATE, Double.POSITIVE_INFINITY))
                .max()
                .orElse(Double.NaN);
        double settled = 0;
        while (settled < end && median(between(begun, taken, settled, settled + WINDOW)) > 1.1 * steady) {
            settled += WINDOW;
        }
        return new ColdTimes(call(taken, 1), call(taken, 10), call(taken, 100), steady, worst, settled);
    }

    /// For the process that waits for it.
    String line() {
        return DoubleStream.of(first, tenth, hundredth, steady, worstLate, settled)
                .mapToObj(Double::toString)
                .collect(Collectors.joining(" "));
    }

    /// The other direction of [#line].
    ///
    /// @throws IllegalArgumentException if it is no such line
    static ColdTimes parse(String line) {
        String[] parts = line.strip().split(" ");
        if (parts.length != 6) {
            throw new IllegalArgumentException("cold run: it printed \"" + line + "\"; six numbers are required");
        }
        double[] times = Arrays.stream(parts).mapToDouble(Double::parseDouble).toArray();
        return new ColdTimes(times[0], times[1], times[2], times[3], times[4], times[5]);
    }

    private static double call(long[] taken, int number) {
        return taken.length < number ? Double.NaN : seconds(taken[number - 1]);
    }

    private static double[] between(long[] begun, long[] taken, double from, double to) {
        DoubleStream.Builder chosen = DoubleStream.builder();
        for (int i = 0; i < begun.length; i++) {
            if (seconds(begun[i]) >= from && seconds(begun[i]) < to) {
                chosen.add(seconds(taken[i]));
            }
        }
        return chosen.build().toArray();
    }

    /// Infinite if there was no call: one call lasted longer than the window.
    private static double median(double[] times) {
        if (times.length == 0) {
            return Double.POSITIVE_INFINITY;
        }
        double[] sorted = times.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static double seconds(long nanos) {
        return nanos * 1e-9;
    }
}

package dev.orthant.benchmarks.measure;

import java.time.Duration;

/// How long is measured.
///
/// @param warmUp     of work that is compiled while it runs: at least
/// @param longestWarmUp  … at most, if its time still falls
/// @param nativeWarmUp of work that was compiled ahead: at least
/// @param sample     one sample repeats the work for at least this long
/// @param rounds     all rounds of a case together take about this long
/// @param leastRounds however long they take
/// @param mostRounds however short they are
/// @param pause      before each sample, so that the threads of whoever ran last have stopped spinning
public record Pace(
        Duration warmUp,
        Duration longestWarmUp,
        Duration nativeWarmUp,
        Duration sample,
        Duration rounds,
        int leastRounds,
        int mostRounds,
        Duration pause) {
    /// For numbers to believe.
    public static final Pace FULL = new Pace(
            Duration.ofMillis(1000),
            Duration.ofMillis(4000),
            Duration.ofMillis(300),
            Duration.ofMillis(10),
            Duration.ofMillis(1500),
            7,
            31,
            Duration.ofMillis(3));

    /// For work that takes seconds: what it takes to compile is little beside it.
    public static final Pace LONG = new Pace(
            Duration.ofMillis(1000),
            Duration.ofMillis(2000),
            Duration.ofMillis(1),
            Duration.ofMillis(10),
            Duration.ofMillis(4000),
            2,
            7,
            Duration.ofMillis(3));

    /// For whole training steps: dozens of kernels are compiled one after the other before a step is as fast as it gets.
    public static final Pace TRAINING = new Pace(
            Duration.ofMillis(8000),
            Duration.ofMillis(30000),
            Duration.ofMillis(300),
            Duration.ofMillis(30),
            Duration.ofMillis(6000),
            5,
            21,
            Duration.ofMillis(3));

    /// To see that everything runs.
    public static final Pace QUICK = new Pace(
            Duration.ofMillis(20),
            Duration.ofMillis(20),
            Duration.ofMillis(5),
            Duration.ofMillis(1),
            Duration.ofMillis(10),
            3,
            3,
            Duration.ZERO);
}

package dev.orthant.benchmarks.measure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Times several ways to do the same work in turn: first, second, …, first, second, …
///
/// A neighbour on a shared machine slows everything for seconds at a time. It then slows all contenders of a round
/// alike, so the ratio of two times of one round says more than the ratio of two times taken minutes apart.
public final class InterleavedTiming {
    /// Warm enough when a window is at most this much better than the best before it.
    private static final double SETTLED = 0.95;

    private static final int WINDOWS = 4;

    private final Clock clock;
    private final Pace pace;

    public InterleavedTiming(Clock clock, Pace pace) {
        this.clock = clock;
        this.pace = pace;
    }

    /// Warms each contender, then runs the rounds.
    ///
    /// @return for each contender its seconds per run in each round
    public List<double[]> time(List<Contender> contenders) {
        int[] repetitions = new int[contenders.size()];
        double round = 0;
        for (int i = 0; i < repetitions.length; i++) {
            double once = warmUp(contenders.get(i));
            repetitions[i] = repetitionsFor(once);
            round += repetitions[i] * once + seconds(pace.pause());
        }
        double wanted = round == 0 ? pace.mostRounds() : seconds(pace.rounds()) / round;
        int rounds = (int) Math.clamp(wanted, (double) pace.leastRounds(), (double) pace.mostRounds());
        List<double[]> times = new ArrayList<>();
        contenders.forEach(contender -> times.add(new double[rounds]));
        for (int r = 0; r < rounds; r++) {
            for (int i = 0; i < repetitions.length; i++) {
                times.get(i)[r] = sample(contenders.get(i).run(), repetitions[i]);
            }
        }
        return times;
    }

    private double sample(Runnable run, int repetitions) {
        clock.pause(pace.pause());
        long start = clock.nanos();
        for (int i = 0; i < repetitions; i++) {
            run.run();
        }
        return (clock.nanos() - start) * 1e-9 / repetitions;
    }

    private int repetitionsFor(double once) {
        double wanted = once == 0 ? Integer.MAX_VALUE : Math.ceil(seconds(pace.sample()) / once);
        return (int) Math.clamp(wanted, 1.0, 10_000_000.0);
    }

    /// Runs in windows, until the least time is over and the last window was not much faster than all before it.
    ///
    /// @return seconds of a run in the fastest window
    private double warmUp(Contender contender) {
        Duration least = contender.compiledAhead() ? pace.nativeWarmUp() : pace.warmUp();
        Duration most = contender.compiledAhead() ? pace.nativeWarmUp() : pace.longestWarmUp();
        long start = clock.nanos();
        double best = Double.POSITIVE_INFINITY;
        boolean settled = false;
        long elapsed = 0;
        while (elapsed < least.toNanos() || (!settled && elapsed < most.toNanos())) {
            double window = window(contender.run(), least.toNanos() / WINDOWS);
            settled = window > SETTLED * best;
            best = Math.min(best, window);
            elapsed = clock.nanos() - start;
        }
        return best;
    }

    /// Seconds of a run, on average over a window.
    private double window(Runnable run, long nanos) {
        long start = clock.nanos();
        long now = start;
        long runs = 0;
        do {
            run.run();
            runs++;
            now = clock.nanos();
        } while (now - start < nanos);
        return (now - start) * 1e-9 / runs;
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() * 1e-9;
    }
}

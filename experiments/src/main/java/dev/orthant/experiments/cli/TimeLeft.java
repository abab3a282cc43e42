package dev.orthant.experiments.cli;

import java.util.Locale;
import java.util.Optional;

/// How long work will still take, as lines of a log: `cells: 34 %, 12 min gone, about 23 min left`. It is as if all steps
/// took as long as those that are done.
final class TimeLeft {
    private static final double NANOS_BETWEEN_LINES = 60e9;
    private static final double NANOS_IN_A_MINUTE = 60e9;

    private final String work;
    private final long steps;
    private final long began;
    private long done;
    private long lastLine;

    /// @param work  what is done, in a few words
    /// @param steps how many there are
    /// @param now   in nanoseconds
    TimeLeft(String work, long steps, long now) {
        this.work = work;
        this.steps = steps;
        began = now;
        lastLine = now;
    }

    /// Steps are done.
    ///
    /// @param count how many
    /// @param now   in nanoseconds
    /// @return a line, if it is a minute since the last and work is left
    Optional<String> steps(long count, long now) {
        done += count;
        if (now - lastLine < NANOS_BETWEEN_LINES || done >= steps) {
            return Optional.empty();
        }
        lastLine = now;
        double gone = (now - began) / NANOS_IN_A_MINUTE;
        double left = gone * (steps - done) / done;
        return Optional.of(String.format(
                Locale.ROOT,
                "%s: %d %%, %.0f min gone, about %.0f min left",
                work,
                100 * done / steps,
                gone,
                Math.ceil(left)));
    }
}

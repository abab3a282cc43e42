package dev.orthant.experiments.cli;

import dev.orthant.experiments.Progress;
import java.util.Optional;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/// A progress bar on the terminal's standard error; where that is no terminal, a line with the time left once a minute.
final class TerminalProgress implements Progress, AutoCloseable {
    /// System property by which the launcher says whether standard error is a terminal, which Java cannot tell apart.
    private static final String TERMINAL_PROPERTY = "dev.orthant.terminal";

    private static final int UPDATE_MILLISECONDS = 200;

    private final boolean terminal = Boolean.getBoolean(TERMINAL_PROPERTY);
    private Optional<ProgressBar> bar = Optional.empty();
    private Optional<TimeLeft> lines = Optional.empty();

    @Override
    public synchronized void begin(String work, long steps) {
        end();
        if (terminal) {
            bar = Optional.of(new ProgressBarBuilder()
                    .setTaskName(work)
                    .setInitialMax(steps)
                    .setStyle(ProgressBarStyle.ASCII)
                    .setUpdateIntervalMillis(UPDATE_MILLISECONDS)
                    .clearDisplayOnFinish()
                    .build());
        } else {
            lines = Optional.of(new TimeLeft(work, steps, System.nanoTime()));
        }
    }

    @Override
    public void step() {
        steps(1);
    }

    @Override
    public synchronized void steps(long count) {
        bar.ifPresent(shown -> shown.stepBy(count));
        lines.flatMap(left -> left.steps(count, System.nanoTime())).ifPresent(System.err::println);
    }

    @Override
    public synchronized void show(String state) {
        bar.ifPresent(shown -> shown.setExtraMessage(state));
    }

    /// Sets how far a download has come.
    ///
    /// @param total -1 if it is not known
    synchronized void reach(String work, long reached, long total) {
        if (terminal && bar.map(shown -> !shown.getTaskName().equals(work)).orElse(true)) {
            begin(work, total);
        }
        bar.ifPresent(shown -> shown.stepTo(reached));
    }

    @Override
    public synchronized void end() {
        bar.ifPresent(ProgressBar::close);
        bar = Optional.empty();
        lines = Optional.empty();
    }

    @Override
    public void close() {
        end();
    }
}

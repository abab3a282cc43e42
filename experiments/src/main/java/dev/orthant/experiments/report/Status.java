package dev.orthant.experiments.report;

import java.util.Locale;

/// How far a run came.
public enum Status {
    /// Still going, or killed without a chance to say so.
    RUNNING,
    FINISHED,
    FAILED,
    INTERRUPTED;

    /// As it is written in `run.json`.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}

package dev.orthant.experiments;

import java.util.Locale;

/// How large an experiment is run.
public enum Preset {
    /// Seconds; runs in the test suite. Shows that everything works, not that the claim holds.
    SMOKE,
    /// Minutes on two cores; large enough for the claims.
    REDUCED,
    /// The published settings.
    PAPER;

    /// As it is written on the command line.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}

package dev.orthant.benchmarks.measure;

/// One way to do a piece of work.
///
/// @param run           does it once
/// @param compiledAhead true for native code, whose first call is as fast as any
public record Contender(Runnable run, boolean compiledAhead) {
    /// Work of this JVM.
    public static Contender compiledHere(Runnable run) {
        return new Contender(run, false);
    }

    /// Work of a native library.
    public static Contender compiledAhead(Runnable run) {
        return new Contender(run, true);
    }
}

package dev.orthant.benchmarks.group;

import java.util.List;
import java.util.function.DoubleSupplier;

/// The data of a case, and everybody who works on it. Closing frees what lies outside of the Java heap.
///
/// @param ours   does the work once
/// @param error  how far our result is from its definition, relative to the largest number of the result; computed after
///               `ours` has run
/// @param rivals the peers that take part
/// @param release frees memory
public record Contest(Runnable ours, DoubleSupplier error, List<Rival> rivals, Runnable release)
        implements AutoCloseable {
    /// A peer at the same work.
    ///
    /// @param peer       its name
    /// @param run        does the work once
    /// @param difference how far its result is from ours, in the same measure as `error`; computed after both have run
    public record Rival(String peer, Runnable run, DoubleSupplier difference) {}

    @Override
    public void close() {
        release.run();
    }
}

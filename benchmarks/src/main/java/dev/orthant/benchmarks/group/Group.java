package dev.orthant.benchmarks.group;

import dev.orthant.benchmarks.peer.Peers;
import java.util.List;

/// Cases that share a table.
public interface Group {
    /// What the command line calls it.
    String name();

    /// One line for the help.
    String description();

    /// The part of the machine's float32 peak that its numbers can reach: half for float64, whose vectors hold half as many.
    default double peakFraction() {
        return 1;
    }

    /// One row each, in the order of the table.
    ///
    /// @param peers who takes part
    List<Case> cases(Peers peers);
}

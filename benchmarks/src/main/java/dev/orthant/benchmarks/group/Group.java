package dev.orthant.benchmarks.group;

import dev.orthant.benchmarks.peer.Peers;
import java.util.List;

/// Cases that share a table.
public interface Group {
    /// What the command line calls it.
    String name();

    /// One line for the help.
    String description();

    /// One row each, in the order of the table.
    ///
    /// @param peers who takes part
    List<Case> cases(Peers peers);
}

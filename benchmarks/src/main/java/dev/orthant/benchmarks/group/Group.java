package dev.orthant.benchmarks.group;

import dev.orthant.benchmarks.measure.Pace;
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

    /// Whom it is measured beside: names of [Peers#NAMES].
    default List<String> peers() {
        return List.of(Peers.OPENBLAS, Peers.LIBTORCH);
    }

    /// How long is measured, unless the session is a quick one.
    default Pace pace() {
        return Pace.FULL;
    }

    /// Whether our peak of memory is measured beside the time.
    default boolean measuresMemory() {
        return false;
    }

    /// One row each, in the order of the table.
    ///
    /// @param peers who takes part
    List<Case> cases(Peers peers);
}

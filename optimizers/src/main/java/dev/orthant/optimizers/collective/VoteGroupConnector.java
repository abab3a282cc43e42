package dev.orthant.optimizers.collective;

import java.nio.file.Path;

/// Enters vote groups across processes. An engine provides one as a service (`java.util.ServiceLoader`), so that whoever
/// votes compiles against none.
///
/// ```java
/// List<LocalVoteGroup> members = LocalVoteGroup.create(3, new RoundPolicy(2, Duration.ofSeconds(1)));
/// VoteGroupConnector connector = new VoteGroupConnector() {   // of a process by itself; an engine would open sockets
///     @Override
///     public VoteGroup connect(Path file, int rank) {
///         return members.get(rank);
///     }
///
///     @Override
///     public int size(Path file) {
///         return members.size();
///     }
/// };
/// connector.connect(Path.of("group.conf"), 2).membership().mine();  // → 2
/// ```
///
/// @since 0.1.0
public interface VoteGroupConnector {
    /// Opens the connection of one member; it must still join.
    ///
    /// @param file the configuration, the same for all members
    /// @param rank of this member, from 0
    /// @return this member's view of the group, to be closed by the caller
    /// @throws IllegalArgumentException if the file is missing or says something that cannot be
    VoteGroup connect(Path file, int rank);

    /// {@return how many members the file names}
    ///
    /// @param file the configuration
    /// @throws IllegalArgumentException if the file is missing or says something that cannot be
    int size(Path file);
}

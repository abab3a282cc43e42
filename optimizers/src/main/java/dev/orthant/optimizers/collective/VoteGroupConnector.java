package dev.orthant.optimizers.collective;

import java.nio.file.Path;

/// Enters vote groups across processes. An engine provides one as a service (`java.util.ServiceLoader`), so that whoever
/// votes compiles against none.
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

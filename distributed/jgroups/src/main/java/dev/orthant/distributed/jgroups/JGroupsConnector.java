package dev.orthant.distributed.jgroups;

import dev.orthant.optimizers.collective.VoteGroup;
import dev.orthant.optimizers.collective.VoteGroupConnector;
import java.nio.file.Path;

/// Enters vote groups over JGroups; found as a service.
public final class JGroupsConnector implements VoteGroupConnector {
    @Override
    public VoteGroup connect(Path file, int rank) {
        return JGroupsVoteGroup.connect(GroupFile.read(file), rank);
    }

    @Override
    public int size(Path file) {
        return GroupFile.read(file).members().size();
    }
}

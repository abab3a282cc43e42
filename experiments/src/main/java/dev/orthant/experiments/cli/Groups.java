package dev.orthant.experiments.cli;

import dev.orthant.experiments.BadInput;
import dev.orthant.optimizers.collective.VoteGroup;
import dev.orthant.optimizers.collective.VoteGroupConnector;
import java.nio.file.Path;
import java.util.ServiceLoader;

/// The engine that carries votes across processes, if one is on the path: the launcher puts it there.
final class Groups {
    private Groups() {}

    static int size(Path file) {
        try {
            return connector().size(file);
        } catch (IllegalArgumentException wrong) {
            throw new BadInput(String.valueOf(wrong.getMessage()));
        }
    }

    static VoteGroup connect(Path file, int rank) {
        try {
            return connector().connect(file, rank);
        } catch (IllegalArgumentException wrong) {
            throw new BadInput(String.valueOf(wrong.getMessage()));
        }
    }

    private static VoteGroupConnector connector() {
        return ServiceLoader.load(VoteGroupConnector.class)
                .findFirst()
                .orElseThrow(() -> new BadInput("group: no engine for groups is on the path; start through ./orthant,"
                        + " which builds distributed/jgroups"));
    }
}

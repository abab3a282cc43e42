package dev.orthant.experiments.training;

import dev.orthant.optimizers.checkpoint.CheckpointFile;
import java.io.IOException;
import java.io.UncheckedIOException;

/// Saves the session to a file every so many steps, and at the end. Name it before an [EarlyStopping]: at the end that gives
/// the network other weights than those with which training would go on.
///
/// @param file  the newest and the one before it
/// @param every steps between two checkpoints, at least 1
public record Checkpoints(CheckpointFile file, int every) implements TrainingListener {
    public Checkpoints {
        if (every < 1) {
            throw new IllegalArgumentException("checkpoints: one every " + every + " steps was asked for; at least 1");
        }
    }

    @Override
    public void afterStep(TrainingSession<?> session, float loss) {
        if (session.cursor().step() % every == 0) {
            save(session);
        }
    }

    @Override
    public void atEnd(TrainingSession<?> session) {
        save(session);
    }

    private void save(TrainingSession<?> session) {
        try {
            file.save(session.checkpoint());
        } catch (IOException failed) {
            throw new UncheckedIOException("checkpoint: " + file.newest() + " could not be written", failed);
        }
    }
}

package dev.orthant.optimizers.checkpoint;

import dev.orthant.tensor.format.DurableFile;
import dev.orthant.tensor.format.FormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/// The newest checkpoint of a run and the one before it.
///
///     save     write a temporary file  →  force to disk  →  newest becomes previous  →  temporary becomes newest
///     restore  newest, if its digest is right, else previous
///
/// Whenever the process dies, one of the two files is complete; a full disk leaves both as they were. One process per
/// file at a time.
///
/// ```java
/// CheckpointFile file = new CheckpointFile(folder.resolve("run.safetensors"));
/// file.restore().isEmpty();           // → true
/// Weights weights = Weights.of(List.of(new Weight("w", Role.MATRIX, Tensor.of(Shape.of(1, 2), 3, 4))));
/// Sgd.State state = new Sgd(0.5, 0).start(weights);
/// file.save(Checkpoint.of(new Cursor(100, 1, 0), weights, state));
/// file.save(Checkpoint.of(new Cursor(200, 2, 0), weights, state));
/// Files.writeString(file.newest(), "another program was here");
/// CheckpointFile.Restored restored = file.restore().orElseThrow();
/// restored.checkpoint().cursor();     // → Cursor[step=100, epoch=1, batch=0]
/// Files.exists(file.damaged());       // → true
/// ```
///
/// @param newest where the newest is; the others are beside it, with `.previous` and `.damaged` behind the name
/// @since 0.1.0
public record CheckpointFile(Path newest) {
    /// A checkpoint from disk.
    ///
    /// @param checkpoint its numbers are copies
    /// @param from       the file that it was in
    /// @param damage     what was wrong with the newest, one line to be shown; empty if nothing was
    public record Restored(Checkpoint checkpoint, Path from, String damage) {}

    /// {@return where the checkpoint before the newest is}
    public Path previous() {
        return beside(".previous");
    }

    /// {@return where a damaged newest is put, so that it does not become the previous}
    public Path damaged() {
        return beside(".damaged");
    }

    /// Writes the newest and keeps the one before.
    ///
    /// @param checkpoint is on disk when this returns
    /// @throws IOException if it cannot be written; what was there is still there
    public void save(Checkpoint checkpoint) throws IOException {
        DurableFile.replace(newest, previous(), channel -> CheckpointFormat.write(checkpoint, channel));
    }

    /// Reads the newest, or the previous if the newest is damaged or absent. A damaged newest is put aside if the
    /// previous is sound.
    ///
    /// @return empty if there is neither
    /// @throws FormatException if none that is there is sound
    /// @throws IOException     if the disk cannot be read
    public Optional<Restored> restore() throws IOException {
        if (!Files.exists(newest)) {
            return Files.exists(previous())
                    ? Optional.of(new Restored(
                            CheckpointFormat.read(previous()), previous(), newest + " is missing; " + inItsPlace()))
                    : Optional.empty();
        }
        try {
            return Optional.of(new Restored(CheckpointFormat.read(newest), newest, ""));
        } catch (FormatException damage) {
            if (!Files.exists(previous())) {
                throw damage;
            }
            Checkpoint before = sound(previous(), damage);
            Files.move(newest, damaged(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return Optional.of(new Restored(
                    before, previous(), damage.getMessage() + "; put aside as " + damaged() + "; " + inItsPlace()));
        }
    }

    private static Checkpoint sound(Path file, FormatException damageOfTheNewest) throws IOException {
        try {
            return CheckpointFormat.read(file);
        } catch (FormatException damage) {
            damageOfTheNewest.addSuppressed(damage);
            throw damageOfTheNewest;
        }
    }

    private String inItsPlace() {
        return "the checkpoint before it, " + previous() + ", takes its place";
    }

    private Path beside(String suffix) {
        return newest.resolveSibling(newest.getFileName() + suffix);
    }
}

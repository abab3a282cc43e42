package dev.orthant.optimizers.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.weights.Role;
import dev.orthant.tensor.weights.Weight;
import dev.orthant.tensor.weights.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// On a disk of 256 kB, a memory file system that only root may mount.
final class DiskFullTest {
    @Test
    void aFullDiskLeavesTheCheckpointsThatWereThere(@TempDir Path folder) throws IOException, InterruptedException {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        Assumptions.assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", disk.toString()),
                "a small disk cannot be mounted here: not root, or not Linux");
        try {
            CheckpointFile file = new CheckpointFile(disk.resolve("run.safetensors"));
            file.save(checkpoint(20, 10_000));
            file.save(checkpoint(40, 10_000));
            assertThrows(IOException.class, () -> file.save(checkpoint(60, 60_000)));
            assertEquals(40, step(file));
            try (var files = Files.list(disk)) {
                assertEquals(2, files.count(), "nothing temporary takes the little room");
            }
            file.save(checkpoint(80, 20_000));
            assertEquals(80, step(file));
        } finally {
            run("umount", disk.toString());
        }
    }

    private static long step(CheckpointFile file) throws IOException {
        CheckpointFile.Restored restored = file.restore().orElseThrow();
        assertEquals("", restored.damage());
        return restored.checkpoint().cursor().step();
    }

    /// @param numbers of four bytes each
    private static Checkpoint checkpoint(int step, int numbers) {
        Weight weight = new Weight("w", Role.MATRIX, Tensor.zeros(Shape.of(numbers)));
        return Checkpoint.of(new Cursor(step, 0, 0), Weights.of(List.of(weight)), 0L);
    }

    private static boolean run(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException notThere) {
            return false;
        }
    }
}

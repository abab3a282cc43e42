package dev.orthant.experiments.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orthant.autograd.Tape;
import dev.orthant.datasets.Examples;
import dev.orthant.layers.Network;
import dev.orthant.optimizers.Optimizer;
import dev.orthant.optimizers.checkpoint.CheckpointFile;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.random.Streams;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A run with checkpoints is killed (`kill -9`) at random moments, each time started again, and ends with the bits of a
/// run that nobody disturbed.
///
/// Twice in the test suite; `-Ddev.orthant.test.kills=50` for more.
final class KillTest {
    private static final int KILLS = Integer.getInteger("dev.orthant.test.kills", 2);
    private static final int STEPS = 40 + 25 * KILLS;
    private static final long SEED = 3;
    private static final int MOST_STEPS_ALIVE = 60;
    private static final int MOST_NANOSECONDS_MORE = 4_000_000; // a step or a save takes about one millisecond

    @Test
    void aRunThatIsKilledAgainAndAgainEndsWithTheSameBits(@TempDir Path root) throws IOException, InterruptedException {
        Path undisturbed = Files.createDirectory(root.resolve("undisturbed"));
        finish(undisturbed);
        Path killed = Files.createDirectory(root.resolve("killed"));
        CheckpointFile checkpoint = new CheckpointFile(killed.resolve(CheckpointedRun.CHECKPOINT));
        RandomGenerator random = Streams.ofSeed(SEED).named("kills").generator();
        int kills = 0;
        while (kills < KILLS) {
            if (Files.exists(
                    killed.resolve(CheckpointedRun.WEIGHTS))) { // it got away: that was one run, this is another
                requireSameBits(undisturbed, killed, kills);
                forget(killed);
            }
            liveAndDie(start(killed), random);
            kills++;
            var restored = checkpoint.restore(); // throws if a file is unreadable
            assertTrue(
                    restored.isEmpty()
                            || restored.get().damage().isEmpty()
                            || restored.get().damage().contains("is missing"),
                    () -> "kill seed " + SEED + ": " + restored.orElseThrow().damage());
        }
        finish(killed);
        requireSameBits(undisturbed, killed, kills);
        System.out.println(kills + " kills, " + STEPS + " steps: the same bits");
    }

    private static void requireSameBits(Path undisturbed, Path killed, int kills) throws IOException {
        assertArrayEquals(
                Files.readAllBytes(undisturbed.resolve(CheckpointedRun.WEIGHTS)),
                Files.readAllBytes(killed.resolve(CheckpointedRun.WEIGHTS)),
                "kill seed " + SEED + " after " + kills + " kills");
    }

    private static void forget(Path folder) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
    }

    private static void finish(Path folder) throws IOException, InterruptedException {
        Process process = start(folder);
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            lines.lines().forEach(line -> {}); // a full pipe would stop the run
        }
        assertEquals(0, process.waitFor(), () -> "see errors.txt in " + folder);
    }

    private static void liveAndDie(Process process, RandomGenerator random) throws IOException, InterruptedException {
        int steps = random.nextInt(MOST_STEPS_ALIVE);
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            int seen = 0;
            while (seen < steps && lines.readLine() != null) {
                seen++;
            }
            LockSupport.parkNanos(random.nextInt(MOST_NANOSECONDS_MORE));
            process.destroyForcibly().waitFor();
        }
    }

    private static Process start(Path folder) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new ProcessBuilder(
                        java,
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Ddev.orthant.threads=1",
                        "-cp",
                        classPath(),
                        CheckpointedRun.class.getName(),
                        folder.toString(),
                        Integer.toString(STEPS))
                .redirectError(folder.resolve("errors.txt").toFile())
                .start();
    }

    /// A class of the library that datasets use; by name, for this module does not read its module.
    private static Class<?> fastutil() {
        try {
            return Class.forName("it.unimi.dsi.fastutil.ints.IntArrayList");
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("fastutil, which datasets need, is missing", e);
        }
    }

    /// Where the classes of the run come from, be this JVM's on the class path or the module path.
    private static String classPath() {
        return Stream.of(
                        CheckpointedRun.class,
                        Trainer.class,
                        Tensor.class,
                        Tape.class,
                        Network.class,
                        Optimizer.class,
                        Examples.class,
                        fastutil())
                .map(KillTest::root)
                .distinct()
                .collect(Collectors.joining(System.getProperty("path.separator")));
    }

    private static String root(Class<?> type) {
        String file = type.getName().replace('.', '/') + ".class";
        URL url = Objects.requireNonNull(type.getResource("/" + file), file);
        String place = url.toString().replaceFirst("^jar:", "").replaceFirst("!?/" + file + "$", "");
        return Path.of(URI.create(place)).toString();
    }
}

package dev.orthant.optimizers.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orthant.optimizers.Adam;
import dev.orthant.optimizers.SavedState;
import dev.orthant.optimizers.schedule.Plateau;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.format.FormatException;
import dev.orthant.tensor.format.SafeTensors;
import dev.orthant.tensor.random.Streams;
import dev.orthant.tensor.weights.Role;
import dev.orthant.tensor.weights.Weight;
import dev.orthant.tensor.weights.Weights;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CheckpointFileTest {
    private static final Streams STREAMS = Streams.ofSeed(5).named("batches");
    private static final Weights WEIGHTS = Weights.of(List.of(
            new Weight("0.weight", Role.MATRIX, STREAMS.gaussian(Shape.of(3, 2))),
            new Weight("0.bias", Role.BIAS, Tensor.of(Shape.of(3), Float.NaN, Float.NEGATIVE_INFINITY, -0f))));

    @TempDir
    private Path folder = Path.of("");

    @Test
    void everythingComesBackBitByBit() throws IOException {
        Adam rule = new Adam(0.1, 0.9, 0.999, 1e-8, 0);
        var state = rule.step(WEIGHTS.copy(), WEIGHTS, rule.start(WEIGHTS), 1);
        Plateau.State plateau = new Plateau.State(0.25, 3, 0.1);
        file().save(Checkpoint.of(new Cursor(120, 2, 7), WEIGHTS, state)
                .withSchedule(plateau)
                .withStreams("batches", STREAMS)
                .withMetric("loss", 0.5, Double.NaN, 1e300)
                .withNote("rule", "Adam \"ü\" \u0001 \\ \ud83d\ude00"));
        CheckpointFile.Restored restored = file().restore().orElseThrow();
        assertEquals("", restored.damage());
        Checkpoint saved = restored.checkpoint();
        assertEquals(new Cursor(120, 2, 7), saved.cursor());
        assertEquals(
                List.copyOf(WEIGHTS.state().keySet()),
                List.copyOf(saved.weights().keySet()));
        WEIGHTS.state().forEach((name, tensor) -> {
            Tensor found = saved.weights().getOrDefault(name, Tensor.scalar(0));
            assertEquals(tensor.shape(), found.shape());
            assertArrayEquals(bits(tensor), bits(found));
        });
        assertEquals(SavedState.of(state), SavedState.of(saved.optimizer().restore(rule.start(WEIGHTS))));
        assertEquals(plateau, saved.schedule().restore(new Plateau.State(0, 0, 0)));
        assertArrayEquals(new double[] {0.5, Double.NaN, 1e300}, saved.metrics().get("loss"));
        assertEquals(Map.of("rule", "Adam \"ü\" \u0001 \\ \ud83d\ude00"), saved.notes());
        saved.requireStreams("batches", STREAMS);
        assertThrows(IllegalArgumentException.class, () -> saved.requireStreams("batches", Streams.ofSeed(6)));
        assertThrows(IllegalArgumentException.class, () -> saved.requireStreams("dropout", STREAMS));
    }

    @Test
    void withoutAFileThereIsNothingToResume() throws IOException {
        assertTrue(file().restore().isEmpty());
    }

    @Test
    void theOneBeforeIsKeptAndTakesThePlaceOfADamagedOne() throws IOException {
        save(20);
        save(40);
        save(60);
        assertEquals(60, step(""));
        flip(file().newest());
        CheckpointFile.Restored restored = file().restore().orElseThrow();
        assertEquals(40, restored.checkpoint().cursor().step());
        assertEquals(file().previous(), restored.from());
        assertTrue(restored.damage().contains("expected the SHA-256 of the content"), restored::damage);
        assertTrue(restored.damage().endsWith(file().previous() + ", takes its place"), restored::damage);
        assertTrue(Files.exists(file().damaged()));
        save(60); // the damaged one must not have become the previous
        flip(file().newest());
        assertEquals(40, file().restore().orElseThrow().checkpoint().cursor().step());
    }

    @Test
    void aProcessThatDiesBetweenTheTwoMovesLeavesThePrevious() throws IOException {
        save(20);
        Files.move(file().newest(), file().previous());
        Files.write(folder.resolve(".run.safetensors.part"), new byte[10]);
        assertEquals(20, step("is missing"));
        save(40);
        assertEquals(40, step(""));
        try (var files = Files.list(folder)) {
            assertEquals(2, files.count(), "no part is left");
        }
    }

    @Test
    void whatIsDamagedTwiceIsRefusedAndBothStay() throws IOException {
        save(20);
        save(40);
        flip(file().newest());
        flip(file().previous());
        FormatException damage = assertThrows(FormatException.class, () -> file().restore());
        assertEquals(1, damage.getSuppressed().length);
        assertTrue(Files.exists(file().newest()));
    }

    @Test
    void everyChangedByteAndEveryShorterFileIsNoticed() throws IOException {
        save(20);
        byte[] sound = Files.readAllBytes(file().newest());
        for (int i = 0; i < sound.length; i++) {
            byte[] damaged = sound.clone();
            damaged[i] ^= 4;
            Files.write(file().newest(), damaged);
            assertThrows(FormatException.class, () -> file().restore(), "byte " + i);
            Files.write(file().newest(), Arrays.copyOf(sound, i));
            assertThrows(FormatException.class, () -> file().restore(), "length " + i);
        }
    }

    @Test
    void anotherSafetensorsFileIsNoCheckpoint() throws IOException {
        SafeTensors.write(file().newest(), WEIGHTS.state(), Map.of());
        FormatException wrong = assertThrows(FormatException.class, () -> file().restore());
        assertTrue(wrong.found().contains("not a checkpoint"), wrong::getMessage);
    }

    private void save(int step) throws IOException {
        file().save(Checkpoint.of(new Cursor(step, 0, step), WEIGHTS, 7L));
    }

    private long step(String damage) throws IOException {
        CheckpointFile.Restored restored = file().restore().orElseThrow();
        assertEquals(damage.isEmpty(), restored.damage().isEmpty(), restored::damage);
        assertTrue(restored.damage().contains(damage), restored::damage);
        return restored.checkpoint().cursor().step();
    }

    private CheckpointFile file() {
        return new CheckpointFile(folder.resolve("run.safetensors"));
    }

    private static void flip(Path path) {
        try {
            byte[] bytes = Files.readAllBytes(path);
            bytes[bytes.length - 5] ^= 1;
            Files.write(path, bytes);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static int[] bits(Tensor tensor) {
        float[] numbers = tensor.toArray();
        int[] bits = new int[numbers.length];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = Float.floatToRawIntBits(numbers[i]);
        }
        return bits;
    }
}

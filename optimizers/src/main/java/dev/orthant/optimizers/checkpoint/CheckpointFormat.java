package dev.orthant.optimizers.checkpoint;

import dev.orthant.optimizers.SavedState;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.format.ElementType;
import dev.orthant.tensor.format.FormatException;
import dev.orthant.tensor.format.SafeTensors;
import dev.orthant.tensor.format.SafeTensorsWriter;
import dev.orthant.tensor.format.StoredTensor;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/// A checkpoint as a safetensors file, readable by whatever reads those.
///
///     weights/NAME     F32        the weights, in their shapes
///     optimizer/PATH   F32, I32, I64, F64: Floats, Words, Count, Real of the saved state; schedule/PATH alike
///     streams/NAME     I64 [1]    key of a random stream
///     metrics/NAME     F64 [n]
///     cursor           I64 [3]    step, epoch, batch
///     metadata         sha256 (see CheckpointDigest), format, note/NAME
final class CheckpointFormat {
    private static final String FORMAT = "format";
    private static final String VERSION = "orthant checkpoint 1";
    private static final String CURSOR = "cursor";
    private static final String WEIGHTS = "weights/";
    private static final String OPTIMIZER = "optimizer/";
    private static final String SCHEDULE = "schedule/";
    private static final String STREAMS = "streams/";
    private static final String METRICS = "metrics/";
    private static final String NOTE = "note/";

    private CheckpointFormat() {}

    static void write(Checkpoint checkpoint, FileChannel channel) throws IOException {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put(CheckpointDigest.KEY, CheckpointDigest.PLACEHOLDER); // first: its place in the file is fixed
        metadata.put(FORMAT, VERSION);
        checkpoint.notes().forEach((name, text) -> metadata.put(NOTE + name, text));
        SafeTensorsWriter writer = new SafeTensorsWriter(metadata);
        Cursor cursor = checkpoint.cursor();
        writer.addWholeNumbers(CURSOR, cursor.step(), cursor.epoch(), cursor.batch());
        checkpoint.weights().forEach((name, tensor) -> writer.add(WEIGHTS + name, tensor));
        add(OPTIMIZER, checkpoint.optimizer(), writer);
        add(SCHEDULE, checkpoint.schedule(), writer);
        checkpoint.streams().forEach((name, key) -> writer.addWholeNumbers(STREAMS + name, key));
        checkpoint.metrics().forEach((name, numbers) -> writer.addFloat64(METRICS + name, numbers));
        writer.writeTo(channel);
        CheckpointDigest.seal(channel);
    }

    private static void add(String prefix, SavedState state, SafeTensorsWriter writer) {
        state.entries().forEach((path, numbers) -> {
            switch (numbers) {
                case SavedState.Floats(float[] values) ->
                    writer.add(prefix + path, Tensor.wrap(Shape.of(values.length), values));
                case SavedState.Words(int[] values) -> writer.addWords(prefix + path, values);
                case SavedState.Count(long value) -> writer.addWholeNumbers(prefix + path, value);
                case SavedState.Real(double value) -> writer.addFloat64(prefix + path, value);
            }
        });
    }

    /// @throws FormatException if the digest is wrong or it is no checkpoint
    static Checkpoint read(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            CheckpointDigest.verify(path.toString(), channel);
        }
        try (SafeTensors file = SafeTensors.open(path)) {
            return read(path.toString(), file);
        }
    }

    /// The content, whatever its digest.
    static Checkpoint read(String name, SafeTensors file) throws FormatException {
        if (!VERSION.equals(file.metadata().get(FORMAT))) {
            throw new FormatException(
                    name,
                    0,
                    "metadata " + FORMAT + " = " + VERSION,
                    "" + file.metadata().get(FORMAT));
        }
        Map<String, Tensor> weights = new LinkedHashMap<>();
        Map<String, SavedState.Numbers> optimizer = new LinkedHashMap<>();
        Map<String, SavedState.Numbers> schedule = new LinkedHashMap<>();
        Map<String, Long> streams = new LinkedHashMap<>();
        Map<String, double[]> metrics = new LinkedHashMap<>();
        Cursor cursor = null;
        for (String tensor : file.names()) {
            StoredTensor stored = file.get(tensor);
            String inner = tensor.substring(tensor.indexOf('/') + 1);
            switch (tensor.substring(0, tensor.length() - inner.length())) {
                case WEIGHTS ->
                    weights.put(
                            inner,
                            require(name, tensor, stored, ElementType.F32).tensor());
                case OPTIMIZER -> optimizer.put(inner, numbers(name, tensor, stored));
                case SCHEDULE -> schedule.put(inner, numbers(name, tensor, stored));
                case STREAMS -> streams.put(inner, wholeNumbers(name, tensor, stored, 1)[0]);
                case METRICS ->
                    metrics.put(
                            inner,
                            require(name, tensor, stored, ElementType.F64).float64());
                default -> cursor = cursor(name, tensor, stored);
            }
        }
        if (cursor == null) {
            throw new FormatException(name, 0, "a tensor " + CURSOR, "none");
        }
        Map<String, String> notes = new LinkedHashMap<>();
        file.metadata().forEach((key, text) -> {
            if (key.startsWith(NOTE)) {
                notes.put(key.substring(NOTE.length()), text);
            }
        });
        return new Checkpoint(
                cursor, weights, new SavedState(optimizer), new SavedState(schedule), streams, metrics, notes);
    }

    private static Cursor cursor(String file, String tensor, StoredTensor stored) throws FormatException {
        if (!tensor.equals(CURSOR)) {
            throw new FormatException(file, 0, "tensors of a checkpoint", tensor);
        }
        long[] numbers = wholeNumbers(file, tensor, stored, 3);
        if (numbers[0] < 0 || !isInt(numbers[1]) || !isInt(numbers[2])) {
            throw new FormatException(
                    file, 0, "step, epoch and batch of at least 0, the last two below 2^31", Arrays.toString(numbers));
        }
        return new Cursor(numbers[0], (int) numbers[1], (int) numbers[2]);
    }

    private static boolean isInt(long number) {
        return number >= 0 && number <= Integer.MAX_VALUE;
    }

    private static SavedState.Numbers numbers(String file, String tensor, StoredTensor stored) throws FormatException {
        return switch (stored.type()) {
            case F32 -> new SavedState.Floats(stored.tensor().span().array());
            case I32 -> new SavedState.Words(stored.words());
            case I64 -> new SavedState.Count(wholeNumbers(file, tensor, stored, 1)[0]);
            case F64 -> {
                requireSize(file, tensor, stored, 1);
                yield new SavedState.Real(stored.float64()[0]);
            }
            default -> throw new FormatException(file, 0, "F32, I32, I64 or F64 for " + tensor, stored.toString());
        };
    }

    private static long[] wholeNumbers(String file, String tensor, StoredTensor stored, int count)
            throws FormatException {
        requireSize(file, tensor, stored, count);
        return require(file, tensor, stored, ElementType.I64).wholeNumbers();
    }

    private static void requireSize(String file, String tensor, StoredTensor stored, int count) throws FormatException {
        if (stored.shape().size() != count) {
            throw new FormatException(file, 0, count + " numbers for " + tensor, stored.toString());
        }
    }

    private static StoredTensor require(String file, String tensor, StoredTensor stored, ElementType type)
            throws FormatException {
        if (stored.type() != type) {
            throw new FormatException(file, 0, type + " for " + tensor, stored.toString());
        }
        return stored;
    }
}

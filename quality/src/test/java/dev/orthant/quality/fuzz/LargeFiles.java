package dev.orthant.quality.fuzz;

import dev.orthant.optimizers.checkpoint.Checkpoint;
import dev.orthant.optimizers.checkpoint.CheckpointFile;
import dev.orthant.optimizers.checkpoint.Cursor;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.format.Npz;
import dev.orthant.tensor.weights.Role;
import dev.orthant.tensor.weights.Weight;
import dev.orthant.tensor.weights.Weights;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Files whose bytes are all of the kind that costs a reader most. They are large because a megabyte of grace would hide
/// from mutations of small files what a reader spends on each byte.
final class LargeFiles {
    private static final int MANY = 5_000;
    private static final int BYTES =
            2_200_000; // a little more than a power of two, where buffers that double are worst

    private LargeFiles() {}

    static List<byte[]> of(FuzzedReader reader) throws IOException {
        Path folder = Files.createTempDirectory("orthant-large");
        Path file = folder.resolve("large");
        try {
            return switch (reader) {
                case SAFETENSORS ->
                    List.of(
                            header(many(name -> emptyTensor("" + name))),
                            header(many(name -> emptyTensor("" + name)) + ","), // refused behind the last of them
                            header(emptyTensor("\\n".repeat(MANY))),
                            header(emptyTensor("\\na".repeat(10 * MANY))),
                            header(emptyTensor("\\né".repeat(10 * MANY))),
                            header("\"__metadata__\":{" + many(4_096, name -> "\"" + name + "\":\"\"") + "}"));
                case NPY -> List.of(npy("|b1", false), npy("|b1", true), npy(">i2", true));
                case NPZ -> {
                    Npz.write(file, tensors());
                    yield List.of(Files.readAllBytes(file));
                }
                case CHECKPOINT -> {
                    Weights weights = Weights.of(tensors().entrySet().stream()
                            .map(tensor -> new Weight(tensor.getKey(), Role.MATRIX, tensor.getValue()))
                            .toList());
                    new CheckpointFile(file).save(Checkpoint.of(new Cursor(1, 0, 0), weights, weights));
                    yield List.of(Files.readAllBytes(file));
                }
                case IDX -> List.of(idx(1 << 30, BYTES), idx(BYTES, BYTES));
                case CIFAR -> List.of(new byte[BYTES / 3_073 * 3_073], new byte[BYTES]);
                case CSV ->
                    List.of(
                            text("\n".repeat(BYTES / 8)),
                            text("1\n".repeat(BYTES / 16)),
                            text("1,2\n".repeat(BYTES / 32)),
                            text("1" + ",1".repeat(BYTES / 16)));
            };
        } finally {
            Files.deleteIfExists(file);
            Files.deleteIfExists(folder);
        }
    }

    private static String emptyTensor(String name) {
        return "\"" + name + "\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]}";
    }

    private static String many(IntFunction<String> member) {
        return many(4 * MANY, member);
    }

    private static String many(int count, IntFunction<String> member) {
        return IntStream.range(0, count).mapToObj(member).collect(Collectors.joining(","));
    }

    private static byte[] header(String members) {
        byte[] header = ("{" + members + "}").getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(Long.BYTES + header.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(header.length)
                .put(header)
                .array();
    }

    private static byte[] npy(String type, boolean fortran) {
        int bytes = type.charAt(2) - '0';
        String header = "{'descr': '%s', 'fortran_order': %s, 'shape': (2, %d)}"
                .formatted(type, fortran ? "True" : "False", BYTES / bytes / 2);
        byte[] start =
                ("\u0093NUMPY\1\0" + (char) header.length() + "\0" + header).getBytes(StandardCharsets.ISO_8859_1);
        return ByteBuffer.allocate(start.length + BYTES / bytes / 2 * 2 * bytes)
                .put(start)
                .array();
    }

    private static byte[] idx(int promised, int come) {
        return ByteBuffer.allocate(4 * Integer.BYTES + come)
                .putInt(0x0803)
                .putInt(promised)
                .putInt(1)
                .putInt(1)
                .array();
    }

    private static Map<String, Tensor> tensors() {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (int i = 0; i < MANY; i++) {
            tensors.put(Integer.toString(i), Tensor.zeros(Shape.of(0)));
        }
        return tensors;
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

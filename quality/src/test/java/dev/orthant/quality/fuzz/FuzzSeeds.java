package dev.orthant.quality.fuzz;

import dev.orthant.optimizers.checkpoint.Checkpoint;
import dev.orthant.optimizers.checkpoint.CheckpointFile;
import dev.orthant.optimizers.checkpoint.Cursor;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.format.Npy;
import dev.orthant.tensor.format.Npz;
import dev.orthant.tensor.format.SafeTensors;
import dev.orthant.tensor.random.Streams;
import dev.orthant.tensor.weights.Role;
import dev.orthant.tensor.weights.Weight;
import dev.orthant.tensor.weights.Weights;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Sound files to begin with.
final class FuzzSeeds {
    private static final Tensor SMALL = Tensor.of(Shape.of(2, 3), 1, -2, 3.5f, 0, Float.NaN, 6);

    private FuzzSeeds() {}

    /// Writes the seeds of one reader into a folder, for Jazzer to begin with: `FuzzSeeds READER FOLDER`.
    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createDirectories(Path.of(arguments[1]));
        List<byte[]> seeds = of(FuzzedReader.valueOf(arguments[0].toUpperCase(Locale.ROOT)));
        for (int i = 0; i < seeds.size(); i++) {
            Files.write(folder.resolve("seed" + i), seeds.get(i));
        }
    }

    static List<byte[]> of(FuzzedReader reader) throws IOException {
        Path folder = Files.createTempDirectory("orthant-seeds");
        Path file = folder.resolve("seed");
        try {
            return switch (reader) {
                case SAFETENSORS -> {
                    SafeTensors.write(file, Map.of("w", SMALL, "ü\n", Tensor.scalar(1)), Map.of("k", "v\"\\"));
                    yield List.of(Files.readAllBytes(file), everyType());
                }
                case NPY -> {
                    Npy.write(file, SMALL);
                    yield List.of(Files.readAllBytes(file), fortran());
                }
                case NPZ -> {
                    Npz.write(file, Map.of("w", SMALL, "b", Tensor.scalar(1)));
                    yield List.of(Files.readAllBytes(file), packedArchive(folder.resolve("array")));
                }
                case CHECKPOINT -> {
                    new CheckpointFile(file).save(checkpoint());
                    yield List.of(Files.readAllBytes(file));
                }
                case IDX -> List.of(idx(), gzipped(idx()));
                case CIFAR -> List.of(new byte[3_073], gzipped(new byte[2 * 3_073]));
                case CSV -> List.of(bytes("a,\"b\"\n1,-2.5\r\n3e-1,4\n"), bytes("1,2,3\n4,5,6"));
            };
        } finally {
            for (String name : List.of("seed", "seed.previous", "array", "")) {
                Files.deleteIfExists(folder.resolve(name));
            }
        }
    }

    private static byte[] everyType() {
        StringBuilder header = new StringBuilder("{");
        int end = 0;
        for (String type :
                List.of("BOOL", "U8", "I8", "U16", "I16", "F16", "BF16", "U32", "I32", "U64", "I64", "F64")) {
            int begin = end;
            end += type.equals("BOOL") ? 1 : Integer.parseInt(type.replaceAll("\\D", "")) / 8;
            header.append(begin == 0 ? "" : ",")
                    .append("\"%s\":{\"dtype\":\"%s\",\"shape\":[1],\"data_offsets\":[%d,%d]}"
                            .formatted(type, type, begin, end));
        }
        String text = header.append('}').toString();
        return bytes((char) (text.length() & 0xff) + "" + (char) (text.length() >> 8) + "\0".repeat(6) + text
                + "\1".repeat(end));
    }

    private static byte[] fortran() {
        String header = "{'descr': '>i2', 'fortran_order': True, 'shape': (2, 1)}";
        return bytes("\u0093NUMPY\2\0" + (char) header.length() + "\0\0\0" + header + "\0\1\0\2");
    }

    private static byte[] packedArchive(Path array) throws IOException {
        Npy.write(array, SMALL);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream archive = new ZipOutputStream(bytes)) {
            archive.putNextEntry(new ZipEntry("w.npy"));
            archive.write(Files.readAllBytes(array));
            archive.closeEntry();
        }
        return bytes.toByteArray();
    }

    private static Checkpoint checkpoint() {
        Weights weights = Weights.of(List.of(new Weight("w", Role.MATRIX, SMALL)));
        return Checkpoint.of(new Cursor(20, 1, 4), weights, List.of(3L, 0.5, new int[] {1, 2}, weights))
                .withStreams("batches", Streams.ofSeed(1))
                .withMetric("loss", 1, 2)
                .withNote("rule", "toy");
    }

    private static byte[] idx() {
        return bytes("\0\0\u0008\3\0\0\0\2\0\0\0\1\0\0\0\2" + "\1\2\3\4");
    }

    private static byte[] gzipped(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        }
        return bytes.toByteArray();
    }

    private static byte[] bytes(String latin1) {
        return latin1.getBytes(StandardCharsets.ISO_8859_1);
    }
}

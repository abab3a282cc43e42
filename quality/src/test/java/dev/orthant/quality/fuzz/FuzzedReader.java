package dev.orthant.quality.fuzz;

import dev.orthant.datasets.format.CifarFile;
import dev.orthant.datasets.format.CsvFile;
import dev.orthant.datasets.format.IdxFile;
import dev.orthant.optimizers.checkpoint.CheckpointFile;
import dev.orthant.tensor.format.Npy;
import dev.orthant.tensor.format.Npz;
import dev.orthant.tensor.format.SafeTensors;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The readers that are fuzzed, by name.
enum FuzzedReader {
    SAFETENSORS(4) {
        @Override
        void read(byte[] file) throws IOException {
            try (SafeTensors tensors = SafeTensors.of("fuzz", file)) {
                tensors.tensors();
            }
        }
    },
    NPY(4) {
        @Override
        void read(byte[] file) throws IOException {
            Npy.read(Files.write(Scratch.FILE, file));
        }
    },
    NPZ(4) {
        @Override
        void read(byte[] file) throws IOException {
            Npz.read(Files.write(Scratch.FILE, file));
        }
    },
    /// With the right digest put in, or no mutation would ever get past it.
    CHECKPOINT(4) {
        @Override
        void read(byte[] file) throws IOException {
            new CheckpointFile(Files.write(Scratch.FILE, Seal.of(file))).restore();
        }
    },
    IDX(4) {
        @Override
        void read(byte[] file) throws IOException {
            IdxFile.read("fuzz", new ByteArrayInputStream(file), 3);
        }
    },
    /// A pixel becomes a float32, and the file is held beside it.
    CIFAR(6) {
        @Override
        void read(byte[] file) throws IOException {
            CifarFile.read("fuzz", "fuzz", new ByteArrayInputStream(file));
        }
    },
    /// Text: every field is a string for a moment, parsed by the JDK, and every line an array.
    CSV(80) {
        @Override
        void read(byte[] file) throws IOException {
            CsvFile.read("fuzz", new ByteArrayInputStream(file));
        }
    };

    private static final int GRACE = 1 << 20;

    /// Its name, shape and view as objects, in maps and lists, and a stream to read it where it is packed by itself.
    private static final int BYTES_PER_ARRAY = 1_024;

    private final int bytesPerByte;

    FuzzedReader(int bytesPerByte) {
        this.bytesPerByte = bytesPerByte;
    }

    /// Reads, and throws away what was read.
    abstract void read(byte[] file) throws IOException;

    /// What reading this file may allocate, in bytes. What is gzipped may hold a thousand times as much.
    long limit(byte[] file) {
        boolean gzipped = file.length > 1 && file[0] == 0x1f && file[1] == (byte) 0x8b;
        return gzipped
                ? Long.MAX_VALUE
                : GRACE + (long) bytesPerByte * file.length + (long) BYTES_PER_ARRAY * arrays(file);
    }

    /// How often the file begins to describe an array: in a header of safetensors, in the directory of a zip archive.
    private static int arrays(byte[] file) {
        String text = new String(file, StandardCharsets.ISO_8859_1);
        int count = 0;
        for (String mark : List.of("\"dtype\"", "PK\1\2")) {
            for (int at = text.indexOf(mark); at >= 0; at = text.indexOf(mark, at + 1)) {
                count++;
            }
        }
        return count;
    }

    /// A file for readers that want one; written again and again.
    private static final class Scratch {
        static final Path FILE = create();

        private static Path create() {
            try {
                Path file = Files.createTempFile("orthant-fuzz", ".bin");
                file.toFile().deleteOnExit();
                return file;
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }
}

package dev.orthant.datasets.format;

import dev.orthant.datasets.Examples;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.format.FormatException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/// Reads the binary form of CIFAR-10: records of 3,073 bytes to the end of the file, plain or gzipped (told by the
/// first two bytes, not by the name).
///
///     byte 0         label, 0 to 9
///     1,024 bytes    red, row-major 32 by 32
///     1,024 bytes    green
///     1,024 bytes    blue
///
/// The images come out channels-last, `[n, 32, 32, 3]`, as everything in Orthant wants them: pixel (y, x) of channel c
/// is byte 1 + 1,024 c + 32 y + x of its record. The values are the bytes, 0 to 255, not scaled.
///
/// Source: Krizhevsky 2009, "Learning Multiple Layers of Features from Tiny Images".
///
/// ```java
/// byte[] record = new byte[3073];
/// record[0] = 3;                                                              // a cat
/// record[1 + 1024] = (byte) 200;                                              // the green of its first pixel
/// Examples cats = CifarFile.read("cats", "a record", new ByteArrayInputStream(record));
/// cats.inputs().shape();                                                      // → [1, 32, 32, 3]
/// cats.inputs().at(0, 0, 0, 1);                                               // → 200.0
/// CifarFile.read("cats", "half", new ByteArrayInputStream(new byte[1500]));   // throws FormatException
/// ```
///
/// @since 0.1.0
public final class CifarFile {
    /// Number of classes.
    public static final int CLASSES = 10;

    private static final int SIDE = 32;
    private static final int CHANNELS = 3;
    private static final int PLANE = SIDE * SIDE;
    private static final int RECORD = 1 + CHANNELS * PLANE;
    private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;
    private static final int MOST_IMAGES = LARGEST_ARRAY / RECORD;

    private CifarFile() {}

    /// Reads a file.
    ///
    /// @param name of the examples
    /// @param path plain or gzipped records
    /// @return images `[n, 32, 32, 3]` and their labels
    /// @throws FormatException if it is empty, ends inside a record, or holds a label above 9
    /// @throws IOException if it cannot be read
    public static Examples read(String name, Path path) throws IOException {
        try (InputStream bytes = Files.newInputStream(path)) {
            return read(name, path.toString(), bytes);
        }
    }

    /// Reads a stream to its end; the caller closes it.
    ///
    /// @param name  of the examples
    /// @param file  what messages call the stream
    /// @param bytes plain or gzipped records
    /// @return images `[n, 32, 32, 3]` and their labels
    /// @throws FormatException if it is empty, ends inside a record, or holds a label above 9
    /// @throws IOException if the stream cannot be read
    public static Examples read(String name, String file, InputStream bytes) throws IOException {
        UnpackedInput input = new UnpackedInput(file, bytes);
        byte[] records = input.atMost(MOST_IMAGES * RECORD);
        input.requireEnd(MOST_IMAGES + " images, the most that fit into one array");
        int count = records.length / RECORD;
        if (records.length == 0 || records.length % RECORD != 0) {
            throw input.wrong(
                    (long) count * RECORD,
                    "records of " + RECORD + " bytes, at least one",
                    "the end of the file after " + records.length % RECORD
                            + " bytes of a record; the file is empty, cut short or not CIFAR-10 in binary");
        }
        return Examples.of(name, images(records, count), labels(input, records, count), CLASSES);
    }

    private static int[] labels(UnpackedInput input, byte[] records, int count) throws IOException {
        int[] labels = new int[count];
        for (int image = 0; image < count; image++) {
            labels[image] = records[image * RECORD] & 0xff;
            if (labels[image] >= CLASSES) {
                throw input.wrong((long) image * RECORD, "a label in [0, " + CLASSES + ")", "label " + labels[image]);
            }
        }
        return labels;
    }

    /// Planes to channels-last.
    private static Tensor images(byte[] records, int count) {
        float[] pixels = new float[count * PLANE * CHANNELS];
        int next = 0;
        for (int image = 0; image < count; image++) {
            int firstRed = image * RECORD + 1;
            for (int pixel = 0; pixel < PLANE; pixel++) {
                for (int channel = 0; channel < CHANNELS; channel++) {
                    pixels[next++] = records[firstRed + channel * PLANE + pixel] & 0xff;
                }
            }
        }
        return Tensor.wrap(Shape.of(count, SIDE, SIDE, CHANNELS), pixels);
    }

    /// {@return the images of several files, one behind the other, `[n, 32, 32, 3]`, and their labels}
    ///
    /// @param name  of the examples
    /// @param paths at least one, plain or gzipped
    /// @throws FormatException if one of them is not what [#read(String, Path)] wants
    /// @throws IOException if one cannot be read
    public static Examples readAll(String name, Path... paths) throws IOException {
        Tensor[] images = new Tensor[paths.length];
        int[][] labels = new int[paths.length][];
        int count = 0;
        for (int i = 0; i < paths.length; i++) {
            Examples part = read(name, paths[i]);
            images[i] = part.inputs();
            labels[i] = part.labels();
            count = Math.addExact(count, part.size());
        }
        int imageSize = PLANE * CHANNELS;
        Tensor all = Tensor.zeros(Shape.of(count, SIDE, SIDE, CHANNELS)); // says so if they do not fit into one array
        int[] allLabels = new int[count];
        int next = 0;
        for (int i = 0; i < paths.length; i++) {
            float[] from = images[i].span().array();
            System.arraycopy(from, 0, all.span().array(), next * imageSize, from.length);
            System.arraycopy(labels[i], 0, allLabels, next, labels[i].length);
            next += labels[i].length;
        }
        return Examples.of(name, all, allLabels, CLASSES);
    }

    /// {@return the names of the classes, one a line as in `batches.meta.txt`; empty lines do not count}
    ///
    /// @param meta text in UTF-8, plain or gzipped
    /// @throws FormatException if there are not ten
    /// @throws IOException if it cannot be read
    public static String[] classNames(Path meta) throws IOException {
        byte[] text;
        try (InputStream bytes = Files.newInputStream(meta)) {
            UnpackedInput input = new UnpackedInput(meta.toString(), bytes);
            text = input.atMost(RECORD);
            input.requireEnd(RECORD + " bytes, more than ten names need");
        }
        String[] names = new String(text, java.nio.charset.StandardCharsets.UTF_8)
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toArray(String[]::new);
        if (names.length != CLASSES) {
            throw new FormatException(
                    meta.toString(), 0, CLASSES + " names, one a line", names.length + ": " + Arrays.toString(names));
        }
        return names;
    }
}

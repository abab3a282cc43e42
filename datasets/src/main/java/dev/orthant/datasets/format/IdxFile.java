package dev.orthant.datasets.format;

import dev.orthant.tensor.format.FormatException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/// Reads idx files, the format of MNIST: big-endian, plain or gzipped (told by the first two bytes, not by the name).
///
///     byte 0, 1      0
///     byte 2         type of the elements; 0x08, unsigned byte, is the only one read here
///     byte 3         number of axes
///     4 per axis     its length
///     then           the elements, row-major, the last axis together
///
/// Source: LeCun, Cortes and Burges 1998, "The MNIST database of handwritten digits".
///
/// A header is not believed: memory grows with the bytes that really come, so a short file that promises 2³¹ elements
/// costs no more than a short file. Behind the elements the file must end, and so it must behind a gzip
/// stream.
///
/// ```java
/// byte[] file = {0, 0, 8, 1, 0, 0, 0, 3, 7, 2, 1};                    // bytes, one axis, of length 3
/// IdxArray labels = IdxFile.read("labels", new ByteArrayInputStream(file), 1);
/// labels.at(0);                                                       // → 7
/// IdxFile.read("labels", new ByteArrayInputStream(file, 0, 10), 1);   // throws FormatException
/// ```
///
/// @since 0.1.0
public final class IdxFile {
    private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;
    private static final int UNSIGNED_BYTE = 0x08;
    private static final int MOST_AXES = 8;

    private final UnpackedInput input;

    private IdxFile(UnpackedInput input) {
        this.input = input;
    }

    /// Reads a file.
    ///
    /// @param path plain or gzipped idx
    /// @param axes the number of axes it must have: 3 for images, 1 for labels
    /// @return its elements and their shape
    /// @throws FormatException if it is not such a file
    /// @throws IOException if it cannot be read
    public static IdxArray read(Path path, int axes) throws IOException {
        try (InputStream bytes = Files.newInputStream(path)) {
            return read(path.toString(), bytes, axes);
        }
    }

    /// Reads a stream to its end; the caller closes it.
    ///
    /// @param name  what messages call it
    /// @param bytes plain or gzipped idx
    /// @param axes  the number of axes it must have
    /// @return its elements and their shape
    /// @throws FormatException if it is not an idx file with that many axes
    /// @throws IOException if the stream cannot be read
    public static IdxArray read(String name, InputStream bytes, int axes) throws IOException {
        if (axes < 1 || axes > MOST_AXES) {
            throw new IllegalArgumentException(
                    "idx file: " + axes + " axes were asked for; 1 to " + MOST_AXES + " are possible");
        }
        return new IdxFile(new UnpackedInput(name, bytes)).content(axes);
    }

    private IdxArray content(int axes) throws IOException {
        requireMagic(axes);
        int[] lengths = new int[axes];
        long size = 1;
        for (int axis = 0; axis < axes; axis++) {
            lengths[axis] = length(axis);
            size *= lengths[axis]; // at most 2³¹ · 2³¹ before the check below: no overflow of long
            if (size > LARGEST_ARRAY) {
                throw input.wrong(
                        input.offset() - Integer.BYTES,
                        "at most " + LARGEST_ARRAY + " elements",
                        "axes " + Arrays.toString(Arrays.copyOf(lengths, axis + 1)) + ", which are " + size);
            }
        }
        byte[] elements = elements((int) size);
        input.requireEnd(size + " elements");
        return new IdxArray(input.file(), lengths, elements);
    }

    private void requireMagic(int axes) throws IOException {
        int magic = integer("the magic number");
        int required = UNSIGNED_BYTE << Byte.SIZE | axes;
        if (magic == required) {
            return;
        }
        String expected = String.format("the magic number 0x%08x (unsigned bytes, axes: %d)", required, axes);
        String found = String.format("0x%08x", magic);
        if (magic >>> Short.SIZE != 0) {
            throw input.wrong(0, expected, found + "; this is not an idx file");
        }
        int type = magic >>> Byte.SIZE;
        if (type != UNSIGNED_BYTE) {
            throw input.wrong(2, expected, found + String.format(", elements of type 0x%02x", type));
        }
        throw input.wrong(3, expected, found + ", axes: " + (magic & 0xff));
    }

    private int length(int axis) throws IOException {
        int length = integer("the length of axis " + axis);
        if (length < 0) {
            throw input.wrong(
                    input.offset() - Integer.BYTES,
                    "the length of axis " + axis + ", at most " + Integer.MAX_VALUE,
                    Integer.toUnsignedString(length));
        }
        return length;
    }

    private int integer(String what) throws IOException {
        byte[] bytes = new byte[Integer.BYTES];
        int count = input.fill(bytes, 0, bytes.length);
        if (count < bytes.length) {
            throw input.wrong(
                    input.offset(), what + " (" + bytes.length + " bytes)", "the end of the file after " + count);
        }
        int value = 0;
        for (byte next : bytes) {
            value = value << Byte.SIZE | (next & 0xff);
        }
        return value;
    }

    private byte[] elements(int size) throws IOException {
        byte[] elements = input.atMost(size);
        if (elements.length < size) {
            throw input.wrong(
                    input.offset(),
                    size + " elements as the header says, so " + (input.offset() - elements.length + size) + " bytes",
                    "the end of the file after " + elements.length + " elements; the file is cut short");
        }
        return elements;
    }
}

package dev.orthant.datasets.format;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

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
public final class IdxFile {
    private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;
    private static final int UNSIGNED_BYTE = 0x08;
    private static final int MOST_AXES = 8;
    private static final int FIRST_BUFFER = 1 << 16;

    private final String file;
    private final InputStream input;
    private long offset;

    private IdxFile(String file, InputStream bytes) throws IOException {
        this.file = file;
        this.input = unpacked(bytes);
    }

    /// Reads a file.
    ///
    /// @param path plain or gzipped idx
    /// @param axes the number of axes it must have: 3 for images, 1 for labels
    /// @throws DatasetFormatException if it is not such a file
    public static IdxArray read(Path path, int axes) throws IOException {
        try (InputStream bytes = Files.newInputStream(path)) {
            return read(path.toString(), bytes, axes);
        }
    }

    /// Reads a stream to its end; the caller closes it.
    ///
    /// @param name what messages call it
    /// @param axes the number of axes it must have
    /// @throws DatasetFormatException if it is not an idx file with that many axes
    public static IdxArray read(String name, InputStream bytes, int axes) throws IOException {
        if (axes < 1 || axes > MOST_AXES) {
            throw new IllegalArgumentException(
                    "idx file: " + axes + " axes were asked for; 1 to " + MOST_AXES + " are possible");
        }
        return new IdxFile(name, bytes).content(axes);
    }

    private IdxArray content(int axes) throws IOException {
        requireMagic(axes);
        int[] lengths = new int[axes];
        long size = 1;
        for (int axis = 0; axis < axes; axis++) {
            lengths[axis] = length(axis);
            size *= lengths[axis]; // at most 2³¹ · 2³¹ before the check below: no overflow of long
            if (size > LARGEST_ARRAY) {
                throw wrong(
                        offset - Integer.BYTES,
                        "at most " + LARGEST_ARRAY + " elements",
                        "axes " + Arrays.toString(Arrays.copyOf(lengths, axis + 1)) + ", which are " + size);
            }
        }
        byte[] elements = elements((int) size);
        if (read(new byte[1], 0, 1) > 0) {
            throw wrong(offset - 1, "the end of the file after " + size + " elements", "more bytes");
        }
        if (input instanceof WholeGzip gzip && gzip.bytesBehind() > 0) {
            throw wrong(offset, "the end of the file behind the gzip stream", gzip.bytesBehind() + " more bytes");
        }
        return new IdxArray(file, lengths, elements);
    }

    /// A gzip stream whose packed bytes are all in its buffer, so that it can tell what stands behind its end; the JDK's
    /// ignores that.
    private static final class WholeGzip extends GZIPInputStream {
        private static final int TRAILER = 8;

        WholeGzip(byte[] packed) throws IOException {
            super(new ByteArrayInputStream(packed), Math.max(TRAILER, packed.length));
        }

        /// Once the end of the stream has been read.
        int bytesBehind() {
            return Math.max(0, inf.getRemaining() - TRAILER);
        }
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
            throw wrong(0, expected, found + "; this is not an idx file");
        }
        int type = magic >>> Byte.SIZE;
        if (type != UNSIGNED_BYTE) {
            throw wrong(2, expected, found + String.format(", elements of type 0x%02x", type));
        }
        throw wrong(3, expected, found + ", axes: " + (magic & 0xff));
    }

    private int length(int axis) throws IOException {
        int length = integer("the length of axis " + axis);
        if (length < 0) {
            throw wrong(
                    offset - Integer.BYTES,
                    "the length of axis " + axis + ", at most " + Integer.MAX_VALUE,
                    Integer.toUnsignedString(length));
        }
        return length;
    }

    private int integer(String what) throws IOException {
        byte[] bytes = new byte[Integer.BYTES];
        int count = fill(bytes, 0, bytes.length);
        if (count < bytes.length) {
            throw wrong(offset, what + " (" + bytes.length + " bytes)", "the end of the file after " + count);
        }
        int value = 0;
        for (byte next : bytes) {
            value = value << Byte.SIZE | (next & 0xff);
        }
        return value;
    }

    /// Grows the array as bytes arrive, at most to double of what has come.
    private byte[] elements(int size) throws IOException {
        byte[] elements = new byte[Math.min(size, FIRST_BUFFER)];
        int count = fill(elements, 0, elements.length);
        while (count < size && count == elements.length) {
            elements = Arrays.copyOf(elements, (int) Math.min(size, 2L * count));
            count += fill(elements, count, elements.length - count);
        }
        if (count < size) {
            throw wrong(
                    offset,
                    size + " elements as the header says, so " + (offset - count + size) + " bytes",
                    "the end of the file after " + count + " elements; the file is cut short");
        }
        return elements;
    }

    /// Reads until the part is full or the file ends.
    private int fill(byte[] bytes, int from, int length) throws IOException {
        int filled = 0;
        while (filled < length) {
            int count = read(bytes, from + filled, length - filled);
            if (count < 0) {
                return filled;
            }
            filled += count;
        }
        return filled;
    }

    private int read(byte[] bytes, int from, int length) throws IOException {
        try {
            int count = input.read(bytes, from, length);
            offset += Math.max(count, 0);
            return count;
        } catch (ZipException | EOFException wrong) {
            throw corrupt(wrong);
        }
    }

    private InputStream unpacked(InputStream bytes) throws IOException {
        PushbackInputStream peeked = new PushbackInputStream(bytes, 2);
        byte[] first = peeked.readNBytes(2);
        peeked.unread(first);
        if (first.length < 2 || first[0] != (byte) 0x1f || first[1] != (byte) 0x8b) {
            return peeked;
        }
        try {
            return new WholeGzip(peeked.readAllBytes());
        } catch (ZipException | EOFException wrong) {
            throw corrupt(wrong);
        }
    }

    private DatasetFormatException corrupt(IOException cause) {
        String found = cause instanceof EOFException ? "one that is cut short" : "a corrupt one";
        String detail = cause.getMessage() == null ? "" : " (" + cause.getMessage() + ")";
        DatasetFormatException exception =
                wrong(offset, "a sound gzip stream (offset in the unpacked content)", found + detail);
        exception.initCause(cause);
        return exception;
    }

    private DatasetFormatException wrong(long byteOffset, String expected, String found) {
        return new DatasetFormatException(file, byteOffset, expected, found);
    }
}

package dev.orthant.datasets.format;

import dev.orthant.tensor.format.FormatException;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/// The content of a file that may be gzipped, told by its first two bytes and not by its name.
///
/// Counts the bytes of the unpacked content, so that every error can say where it is. Memory grows with the bytes that
/// really come, whatever the caller hopes for.
final class UnpackedInput {
    private static final int PIECE = 1 << 16;

    private final String file;
    private final InputStream input;
    private long offset;

    /// @param file  what messages call it
    /// @param bytes closed by the caller
    UnpackedInput(String file, InputStream bytes) throws IOException {
        this.file = file;
        this.input = unpacked(bytes);
    }

    String file() {
        return file;
    }

    /// Bytes of the unpacked content read so far.
    long offset() {
        return offset;
    }

    /// Reads until the part is full or the content ends.
    ///
    /// @return how many bytes came
    int fill(byte[] bytes, int from, int length) throws IOException {
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

    /// The next bytes: `size` of them, or fewer if the content ends before. Takes twice the room of what has really come.
    byte[] atMost(int size) throws IOException {
        List<byte[]> pieces = new ArrayList<>();
        int count = 0;
        int came;
        do {
            byte[] piece = new byte[Math.min(size - count, PIECE)];
            came = fill(piece, 0, piece.length);
            pieces.add(piece);
            count += came;
        } while (came == PIECE && count < size);
        byte[] bytes = new byte[count];
        int from = 0;
        for (byte[] each : pieces) {
            int length = Math.min(each.length, count - from); // the last may not be full
            System.arraycopy(each, 0, bytes, from, length);
            from += length;
        }
        return bytes;
    }

    /// @param after what has been read, for the message
    /// @throws FormatException if anything follows, be it behind a gzip stream
    void requireEnd(String after) throws IOException {
        if (read(new byte[1], 0, 1) > 0) {
            throw wrong(offset - 1, "the end of the file after " + after, "more bytes");
        }
        if (input instanceof WholeGzip gzip && gzip.bytesBehind() > 0) {
            throw wrong(offset, "the end of the file behind the gzip stream", gzip.bytesBehind() + " more bytes");
        }
    }

    FormatException wrong(long byteOffset, String expected, String found) {
        return new FormatException(file, byteOffset, expected, found);
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

    private FormatException corrupt(IOException cause) {
        String found = cause instanceof EOFException ? "one that is cut short" : "a corrupt one";
        String detail = cause.getMessage() == null ? "" : " (" + cause.getMessage() + ")";
        FormatException exception =
                wrong(offset, "a sound gzip stream (offset in the unpacked content)", found + detail);
        exception.initCause(cause);
        return exception;
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
}

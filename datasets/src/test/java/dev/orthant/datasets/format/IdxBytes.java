package dev.orthant.datasets.format;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.GZIPOutputStream;

/// Makes idx files for tests.
public final class IdxBytes {
    private IdxBytes() {}

    /// A header with the given magic number and axes, then the elements.
    public static byte[] of(int magic, int[] axes, byte... elements) {
        ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES * (1 + axes.length) + elements.length);
        bytes.putInt(magic);
        for (int axis : axes) {
            bytes.putInt(axis);
        }
        return bytes.put(elements).array();
    }

    /// Images of one axis length each, pixel `i` being `i mod 251`.
    public static byte[] images(int count, int rows, int columns) {
        byte[] pixels = new byte[count * rows * columns];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (i % 251);
        }
        return of(0x803, new int[] {count, rows, columns}, pixels);
    }

    /// A file of labels.
    public static byte[] labels(int... labels) {
        byte[] bytes = new byte[labels.length];
        for (int i = 0; i < labels.length; i++) {
            bytes[i] = (byte) labels[i];
        }
        return of(0x801, new int[] {labels.length}, bytes);
    }

    /// The same, gzipped.
    public static byte[] gzipped(byte[] content) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(content);
        }
        return packed.toByteArray();
    }
}

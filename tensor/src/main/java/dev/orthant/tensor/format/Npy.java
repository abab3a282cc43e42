package dev.orthant.tensor.format;

import dev.orthant.tensor.Span;
import dev.orthant.tensor.Tensor;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// A numpy array in a file.
///
///     6 bytes        0x93 N U M P Y
///     2 bytes        version: 1.0, 2.0 or 3.0
///     2 or 4 bytes   length of the header, little-endian (2 in version 1)
///     the header     see NpyHeader
///     the rest       the elements, the last axis together, or the first if fortran_order is True
///
/// Arrays in Fortran's order come out row-major like all others, with the same indices.
///
/// ```java
/// Path file = folder.resolve("weights.npy");
/// Npy.write(file, Tensor.of(Shape.of(2, 2), 1, 2, 3, 4));      // np.load gives the same
/// Npy.read(file);                                              // → tensor [2, 2] {1.00000, 2.00000, 3.00000, 4.00000}
/// Files.writeString(file, "no array");
/// Npy.read(file);                                              // throws FormatException
/// ```
///
/// Source: NumPy Enhancement Proposal 1 and the documentation of `numpy.lib.format`.
///
/// @since 0.1.0
public final class Npy {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int LONGEST_HEADER = 1 << 16;
    private static final int ALIGNMENT = 64;

    private Npy() {}

    /// Reads a file as float32.
    ///
    /// @param path of the file
    /// @return     the array, row-major; see [ElementType] for what is rounded
    /// @throws FormatException if it is not an npy file of numbers
    /// @throws IOException     if it cannot be read
    public static Tensor read(Path path) throws IOException {
        long size = Files.size(path);
        try (InputStream bytes = new BufferedInputStream(Files.newInputStream(path))) {
            return read(path.toString(), bytes, size, Long.MAX_VALUE);
        }
    }

    /// Writes a tensor as float32, row-major. The file is there complete, or is what it was before.
    ///
    /// @param path   of the file, whose folder exists
    /// @param tensor what it is to hold
    /// @throws IOException if it cannot be written
    public static void write(Path path, Tensor tensor) throws IOException {
        DurableFile.replace(path, bytes(tensor));
    }

    /// Reads a stream to its end.
    ///
    /// @param name what messages call it
    /// @param size      bytes that there are
    /// @param mostBytes what the tensor may take as float32
    static Tensor read(String name, InputStream bytes, long size, long mostBytes) throws IOException {
        byte[] start = bytes.readNBytes(MAGIC.length + 2);
        for (int i = 0; i < MAGIC.length; i++) {
            if (i >= start.length || start[i] != MAGIC[i]) {
                throw new FormatException(name, i, "the beginning of an npy file", "something else");
            }
        }
        int version = start.length == MAGIC.length + 2 ? start[MAGIC.length] : 0;
        if (version < 1 || version > 3 || start[MAGIC.length + 1] != 0) {
            throw new FormatException(name, MAGIC.length, "version 1.0, 2.0 or 3.0", "another");
        }
        int lengthBytes = version == 1 ? Short.BYTES : Integer.BYTES;
        long length = littleEndian(bytes.readNBytes(lengthBytes));
        int headerOffset = MAGIC.length + 2 + lengthBytes;
        if (length > Math.min(LONGEST_HEADER, size - headerOffset)) {
            throw new FormatException(
                    name,
                    MAGIC.length + 2,
                    "a header of at most " + LONGEST_HEADER + " bytes that lies in the file",
                    length + " bytes; is the file cut short?");
        }
        NpyHeader header = NpyHeader.parse(name, bytes.readNBytes((int) length), headerOffset);
        long dataOffset = headerOffset + length;
        if (header.dataBytes() != size - dataOffset) {
            throw new FormatException(
                    name,
                    dataOffset,
                    header.dataBytes() + " bytes, as " + header.type() + " " + header.shape() + " needs",
                    size - dataOffset + " bytes");
        }
        long floatBytes = (long) Float.BYTES * header.shape().size();
        if (floatBytes > mostBytes) {
            throw new FormatException(
                    name, dataOffset, "at most " + mostBytes + " bytes of float32 here", floatBytes + " bytes");
        }
        return NpyElements.read(name, bytes, header, dataOffset);
    }

    /// The whole file, ready to be written.
    static byte[] bytes(Tensor tensor) throws IOException {
        int[] axes = tensor.shape().toArray();
        StringBuilder shape = new StringBuilder("(");
        for (int axis : axes) {
            shape.append(axis).append(", ");
        }
        String header = "{'descr': '<f4', 'fortran_order': False, 'shape': " + shape + "), }";
        int before = MAGIC.length + 2 + Short.BYTES;
        int unpadded = before + header.length() + 1;
        int padding = (ALIGNMENT - unpadded % ALIGNMENT) % ALIGNMENT;
        long all = unpadded + padding + (long) Float.BYTES * tensor.size();
        if (all > Integer.MAX_VALUE - 8) {
            throw new IOException("npy: a tensor of " + tensor.shape()
                    + " makes a file of 2 GB or more; write it in parts, or as safetensors");
        }
        ByteBuffer bytes = ByteBuffer.allocate((int) all).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(MAGIC).put((byte) 1).put((byte) 0).putShort((short) (unpadded + padding - before));
        bytes.put((header + " ".repeat(padding) + "\n").getBytes(StandardCharsets.US_ASCII));
        Span span = tensor.span();
        bytes.slice().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(span.array(), span.from(), span.length());
        return bytes.array();
    }

    private static long littleEndian(byte[] bytes) {
        long value = 0;
        for (int i = bytes.length - 1; i >= 0; i--) {
            value = value << Byte.SIZE | (bytes[i] & 0xff);
        }
        return value;
    }
}

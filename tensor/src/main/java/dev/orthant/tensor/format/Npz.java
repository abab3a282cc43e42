package dev.orthant.tensor.format;

import dev.orthant.tensor.Tensor;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/// Named numpy arrays in a zip archive, as `numpy.savez` and `savez_compressed` write them: the array `w` is the entry
/// `w.npy`.
///
/// Nothing is ever unpacked to disk, so the names of entries can do no harm. A small archive can claim to unpack to
/// anything; what all arrays take as float32 is limited before any of it is allocated: to four times the size of the
/// file by [#read(Path)], to what the caller allows by [#read(Path, long)].
///
/// ```java
/// Path file = folder.resolve("weights.npz");
/// Npz.write(file, Map.of("w", Tensor.filled(Shape.of(2), 0.5f)));
/// Npz.read(file);              // → {w=tensor [2] {0.500000, 0.500000}}
/// Npz.read(file, 4);           // throws FormatException
/// ```
///
/// @since 0.1.0
public final class Npz {
    private static final String SUFFIX = ".npy";
    private static final int MOST_ENTRIES = 10_000;
    private static final int GROWTH = 4;
    private static final int HEADER_ROOM = 1 << 16;
    private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0); // the same file from the same numbers

    private Npz() {}

    /// Reads arrays that were not compressed by much: together at most four times the size of the file.
    ///
    /// @param path of the archive
    /// @return     by name, without `.npy`, in the order of the archive
    /// @throws FormatException if it is not an archive of numeric arrays, or they are larger
    /// @throws IOException     if it cannot be read
    public static Map<String, Tensor> read(Path path) throws IOException {
        return read(path, Math.multiplyExact(GROWTH, Files.size(path)));
    }

    /// Reads arrays of any compression.
    ///
    /// @param path      of the archive
    /// @param mostBytes what all arrays together may take as float32
    /// @return          by name, without `.npy`, in the order of the archive
    /// @throws FormatException if it is not an archive of numeric arrays, or they are larger
    /// @throws IOException     if it cannot be read
    public static Map<String, Tensor> read(Path path, long mostBytes) throws IOException {
        Map<String, Tensor> arrays = new LinkedHashMap<>();
        try (ZipFile archive = new ZipFile(path.toFile())) {
            if (archive.size() > MOST_ENTRIES) {
                throw new FormatException(
                        path.toString(), 0, "at most " + MOST_ENTRIES + " arrays", archive.size() + " entries");
            }
            long left = mostBytes;
            Enumeration<? extends ZipEntry> entries = archive.entries();
            while (entries.hasMoreElements()) {
                ZipEntry entry = entries.nextElement();
                String array = arrayName(path, entry);
                Tensor tensor = array(path + "!" + entry.getName(), archive, entry, left);
                left -= (long) Float.BYTES * tensor.size();
                if (arrays.put(array, tensor) != null) {
                    throw new FormatException(path.toString(), 0, "every name once", "another " + array);
                }
            }
            return arrays;
        } catch (ZipException | EOFException damage) {
            FormatException wrong =
                    new FormatException(path.toString(), 0, "a sound zip archive", String.valueOf(damage.getMessage()));
            wrong.initCause(damage);
            throw wrong;
        }
    }

    /// Writes float32 arrays, uncompressed as by `numpy.savez`. The file is there complete, or is what it was before.
    ///
    /// @param path   of the archive, whose folder exists
    /// @param arrays by name, without `.npy`, in this order
    /// @throws IOException if it cannot be written
    public static void write(Path path, Map<String, Tensor> arrays) throws IOException {
        DurableFile.replace(path, channel -> {
            OutputStream unclosable = Channels.newOutputStream(channel); // the channel is closed by who opened it
            ZipOutputStream archive = new ZipOutputStream(unclosable);
            for (Map.Entry<String, Tensor> array : arrays.entrySet()) {
                byte[] bytes = Npy.bytes(array.getValue());
                archive.putNextEntry(stored(array.getKey() + SUFFIX, bytes));
                archive.write(bytes);
                archive.closeEntry();
            }
            archive.finish();
        });
    }

    private static ZipEntry stored(String name, byte[] bytes) {
        CRC32 sum = new CRC32();
        sum.update(bytes);
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(bytes.length);
        entry.setCrc(sum.getValue());
        entry.setTimeLocal(TIME);
        return entry;
    }

    private static String arrayName(Path path, ZipEntry entry) throws FormatException {
        String name = entry.getName();
        if (!name.endsWith(SUFFIX) || entry.isDirectory()) {
            throw new FormatException(path.toString(), 0, "entries that end in " + SUFFIX, "the entry " + name);
        }
        return name.substring(0, name.length() - SUFFIX.length());
    }

    private static Tensor array(String name, ZipFile archive, ZipEntry entry, long left) throws IOException {
        // An element takes a byte or more here and four as float32, so the entry's own size is the first thing to
        // limit.
        if (entry.getSize() - HEADER_ROOM > left) {
            throw new FormatException(
                    name,
                    0,
                    "at most " + left + " bytes",
                    entry.getSize() + "; allow more with read(path, bytes) if you trust the file");
        }
        try (InputStream bytes = archive.getInputStream(entry);
                CheckedInputStream checked = new CheckedInputStream(bytes, new CRC32())) {
            Tensor tensor = Npy.read(name, checked, entry.getSize(), left);
            if (checked.getChecksum().getValue() != entry.getCrc()) {
                throw new FormatException(name, entry.getSize(), "the checksum of the entry", "another");
            }
            return tensor;
        }
    }
}

package dev.orthant.tensor.format;

import dev.orthant.tensor.Tensor;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// A safetensors file: the format in which PyTorch models are exchanged today. It holds numbers and no code.
///
///     8 bytes        length n of the header, little-endian
///     n bytes        JSON that says where each tensor is, padded with spaces
///     the rest       the tensors' numbers, little-endian, row-major, one behind the other
///
/// The file is mapped, not read: opening costs its header, a tensor costs its numbers once.
///
/// ```java
/// Path file = folder.resolve("model.safetensors");
/// Map<String, Tensor> state = Map.of("0.weight", Tensor.filled(Shape.of(1, 2), 0.5f));     // of a network: weights().state()
/// SafeTensors.write(file, state, Map.of("trained on", "mnist"));
/// SafeTensors.read(file);                          // → {0.weight=tensor [1, 2] {0.500000, 0.500000}}
/// try (SafeTensors open = SafeTensors.open(file)) {
///     open.metadata();                             // → {trained on=mnist}
///     open.has("1.weight");                        // → false
/// }
/// ```
///
/// All types of [ElementType] are read, the others refused by name. Whoever shortens the file while it is mapped makes
/// the JVM throw an `InternalError` at the access: replace files by moving others over them, as [#write] does.
///
/// Source: the format description of Hugging Face's safetensors, version 0.4.
///
/// @since 0.1.0
public final class SafeTensors implements AutoCloseable {
    private static final int LENGTH_BYTES = Long.BYTES;
    private static final long LONGEST_HEADER = 100_000_000; // that of the reference implementation

    private final String name;
    private final Arena arena;
    private final Map<String, String> metadata;
    private final Map<String, StoredTensor> tensors;

    private SafeTensors(String name, Arena arena, MemorySegment content) throws FormatException {
        this.name = name;
        this.arena = arena;
        long headerBytes = headerBytes(name, content);
        byte[] header = content.asSlice(LENGTH_BYTES, headerBytes).toArray(ValueLayout.JAVA_BYTE);
        MemorySegment data = content.asSlice(LENGTH_BYTES + headerBytes);
        SafeTensorsHeader parsed =
                SafeTensorsHeader.parse(name, new JsonText(name, header, LENGTH_BYTES), data.byteSize());
        this.metadata = Collections.unmodifiableMap(parsed.metadata());
        Map<String, StoredTensor> byName = new LinkedHashMap<>();
        for (SafeTensorsHeader.Entry entry : parsed.entries()) {
            MemorySegment elements = data.asSlice(entry.begin(), entry.end() - entry.begin());
            byName.put(entry.name(), new StoredTensor(entry.type(), entry.shape(), elements));
        }
        this.tensors = Collections.unmodifiableMap(byName);
    }

    /// Maps a file; close it when done. Only the thread that opened it may use it.
    ///
    /// @param path of the file
    /// @return     what its header says; no tensor is read yet
    /// @throws FormatException if it is not a safetensors file
    /// @throws IOException     if it cannot be read
    public static SafeTensors open(Path path) throws IOException {
        Arena arena = Arena.ofConfined();
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            MemorySegment content = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
            return new SafeTensors(path.toString(), arena, content);
        } catch (IOException | RuntimeException | Error failure) {
            arena.close();
            throw failure;
        }
    }

    /// A file that is in memory, say a resource of a jar.
    ///
    /// @param name    what messages call it
    /// @param content all bytes of the file; used, not copied
    /// @return        what its header says
    /// @throws FormatException if it is not a safetensors file
    public static SafeTensors of(String name, byte[] content) throws FormatException {
        return new SafeTensors(name, Arena.ofConfined(), MemorySegment.ofArray(content));
    }

    /// All tensors as float32.
    ///
    /// @param path of the file
    /// @return     by name, in the order of the header
    /// @throws FormatException if it is not a safetensors file
    /// @throws IOException     if it cannot be read
    public static Map<String, Tensor> read(Path path) throws IOException {
        try (SafeTensors file = open(path)) {
            return file.tensors();
        }
    }

    /// Writes float32 tensors. The file is there complete, or is what it was before.
    ///
    /// @param path     of the file, whose folder exists
    /// @param tensors  by name, in this order
    /// @param metadata strings that go with them
    /// @throws IOException if it cannot be written
    public static void write(Path path, Map<String, Tensor> tensors, Map<String, String> metadata) throws IOException {
        SafeTensorsWriter writer = new SafeTensorsWriter(metadata);
        tensors.forEach(writer::add);
        DurableFile.replace(path, writer::writeTo);
    }

    /// {@return names of the tensors, in the order of the header}
    public Iterable<String> names() {
        return tensors.keySet();
    }

    /// {@return whether there is a tensor of this name}
    ///
    /// @param tensor its name
    public boolean has(String tensor) {
        return tensors.containsKey(tensor);
    }

    /// {@return one tensor, not yet copied}
    ///
    /// @param tensor its name
    /// @throws IllegalArgumentException if there is none of that name
    public StoredTensor get(String tensor) {
        StoredTensor stored = tensors.get(tensor);
        if (stored == null) {
            throw new IllegalArgumentException(
                    name + ": there is no tensor " + tensor + "; there are " + tensors.keySet());
        }
        return stored;
    }

    /// {@return all tensors by name as float32, copied: they stay when the file is closed}
    public Map<String, Tensor> tensors() {
        Map<String, Tensor> all = new LinkedHashMap<>();
        tensors.forEach((tensor, stored) -> all.put(tensor, stored.tensor()));
        return all;
    }

    /// {@return the strings that go with the tensors, by name}
    public Map<String, String> metadata() {
        return metadata;
    }

    @Override
    public void close() {
        arena.close();
    }

    private static long headerBytes(String name, MemorySegment content) throws FormatException {
        if (content.byteSize() < LENGTH_BYTES) {
            throw new FormatException(
                    name, content.byteSize(), LENGTH_BYTES + " bytes for the length of the header", "the end");
        }
        long length = content.get(ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN), 0);
        long most = Math.min(LONGEST_HEADER, content.byteSize() - LENGTH_BYTES);
        if (length < 2 || length > most) {
            throw new FormatException(
                    name,
                    0,
                    "the length of the header, 2 to " + most,
                    Long.toUnsignedString(length) + "; this is not a safetensors file, or it is cut short");
        }
        return length;
    }
}

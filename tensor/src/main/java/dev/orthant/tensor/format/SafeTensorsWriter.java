package dev.orthant.tensor.format;

import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Span;
import dev.orthant.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Collects tensors of several types and writes them as one safetensors file. The arrays are read when it is written,
/// not before.
///
/// Wide types come first and the header is padded to a multiple of eight bytes, so that every number of a mapped file is
/// aligned; among types of one width the order is that in which they came.
///
/// ```java
/// SafeTensorsWriter writer = new SafeTensorsWriter(Map.of("kind", "toy"));
/// writer.add("weights/0.weight", Tensor.zeros(Shape.of(3, 2)));
/// writer.addWholeNumbers("step", 120);
/// writer.addFloat64("step", 0.5);                                          // throws IllegalArgumentException
/// DurableFile.replace(folder.resolve("state.safetensors"), writer::writeTo);
/// SafeTensors.read(folder.resolve("state.safetensors")).keySet();          // → [step, weights/0.weight]
/// ```
///
/// @since 0.1.0
public final class SafeTensorsWriter {
    private static final int BUFFER = 1 << 16;
    private static final int ALIGNMENT = 8;

    private final Map<String, String> metadata;
    private final Map<String, Source> sources = new LinkedHashMap<>();

    /// Puts the numbers `from` (inclusive) to `to` (exclusive) into a buffer that has room for them.
    private interface Numbers {
        void put(ByteBuffer buffer, int from, int to);
    }

    private record Source(String name, ElementType type, Shape shape, Numbers numbers) {
        long bytes() {
            return (long) shape.size() * type.bytes();
        }
    }

    /// A file without tensors yet.
    ///
    /// @param metadata strings that go with the tensors
    public SafeTensorsWriter(Map<String, String> metadata) {
        this.metadata = new LinkedHashMap<>(metadata);
    }

    /// Adds float32 numbers.
    ///
    /// @param name   by which they are found again
    /// @param tensor is not copied: it must stay as it is until everything is written
    /// @throws IllegalArgumentException if there is one of that name
    public void add(String name, Tensor tensor) {
        Span span = tensor.span();
        add(
                name,
                ElementType.F32,
                tensor.shape(),
                (buffer, from, to) -> buffer.asFloatBuffer().put(span.array(), span.from() + from, to - from));
    }

    /// Adds a row of 32-bit words.
    ///
    /// @param name  by which they are found again
    /// @param words are not copied: they must stay as they are until everything is written
    /// @throws IllegalArgumentException if there is one of that name
    public void addWords(String name, int... words) {
        add(
                name,
                ElementType.I32,
                Shape.of(words.length),
                (buffer, from, to) -> buffer.asIntBuffer().put(words, from, to - from));
    }

    /// Adds a row of 64-bit whole numbers.
    ///
    /// @param name    by which they are found again
    /// @param numbers are not copied: they must stay as they are until everything is written
    /// @throws IllegalArgumentException if there is one of that name
    public void addWholeNumbers(String name, long... numbers) {
        add(
                name,
                ElementType.I64,
                Shape.of(numbers.length),
                (buffer, from, to) -> buffer.asLongBuffer().put(numbers, from, to - from));
    }

    /// Adds a row of float64 numbers.
    ///
    /// @param name    by which they are found again
    /// @param numbers are not copied: they must stay as they are until everything is written
    /// @throws IllegalArgumentException if there is one of that name
    public void addFloat64(String name, double... numbers) {
        add(
                name,
                ElementType.F64,
                Shape.of(numbers.length),
                (buffer, from, to) -> buffer.asDoubleBuffer().put(numbers, from, to - from));
    }

    /// Writes everything, from the channel's position on.
    ///
    /// @param channel open for writing
    /// @throws IOException if it cannot be written
    public void writeTo(FileChannel channel) throws IOException {
        List<Source> ordered = new ArrayList<>(sources.values());
        ordered.sort(Comparator.comparingInt(source -> -source.type().bytes()));
        byte[] header = header(ordered).getBytes(StandardCharsets.UTF_8);
        ByteBuffer buffer = ByteBuffer.allocate(Math.max(BUFFER, Long.BYTES)).order(ByteOrder.LITTLE_ENDIAN);
        write(channel, buffer.putLong(header.length).flip());
        write(channel, ByteBuffer.wrap(header));
        for (Source source : ordered) {
            int chunk = BUFFER / source.type().bytes();
            int size = source.shape().size();
            for (int from = 0; from < size; from += chunk) {
                int to = Math.min(size, from + Math.min(chunk, size - from));
                buffer.clear();
                source.numbers().put(buffer, from, to);
                write(channel, buffer.limit((to - from) * source.type().bytes()));
            }
        }
    }

    private void add(String name, ElementType type, Shape shape, Numbers numbers) {
        if (name.equals(SafeTensorsHeader.METADATA)
                || sources.putIfAbsent(name, new Source(name, type, shape, numbers)) != null) {
            throw new IllegalArgumentException("safetensors: the name " + name
                    + " came; every name can be there once, and none is " + SafeTensorsHeader.METADATA);
        }
    }

    private String header(List<Source> ordered) {
        List<String> members = new ArrayList<>();
        if (!metadata.isEmpty()) {
            members.add("\"" + SafeTensorsHeader.METADATA + "\":{"
                    + metadata.entrySet().stream()
                            .map(entry -> quoted(entry.getKey()) + ":" + quoted(entry.getValue()))
                            .collect(Collectors.joining(","))
                    + "}");
        }
        long begin = 0;
        for (Source source : ordered) {
            long end = begin + source.bytes();
            members.add(quoted(source.name()) + ":{\"dtype\":\"" + source.type() + "\",\"shape\":"
                    + source.shape().toString().replace(" ", "") + ",\"data_offsets\":[" + begin + "," + end + "]}");
            begin = end;
        }
        String json = "{" + String.join(",", members) + "}";
        int bytes = json.getBytes(StandardCharsets.UTF_8).length;
        return json + " ".repeat((ALIGNMENT - bytes % ALIGNMENT) % ALIGNMENT);
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character == '"' || character == '\\') {
                quoted.append('\\').append(character);
            } else if (character < ' ' || Character.isSurrogate(character)) {
                quoted.append(String.format("\\u%04x", (int) character));
            } else {
                quoted.append(character);
            }
        }
        return quoted.append('"').toString();
    }

    private static void write(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}

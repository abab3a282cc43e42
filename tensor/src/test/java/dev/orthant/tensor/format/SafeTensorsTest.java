package dev.orthant.tensor.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.random.Streams;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SafeTensorsTest {
    private static final String ONE = "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}";

    @Test
    void whatIsWrittenIsReadBitByBit(@TempDir Path folder) throws IOException {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("0.weight", Streams.ofSeed(1).gaussian(Shape.of(300, 70))); // more than one buffer
        tensors.put("odd", Tensor.of(Shape.of(3), Float.intBitsToFloat(0x7fc0_1234), -0f, Float.NEGATIVE_INFINITY));
        tensors.put("rows", Tensor.of(Shape.of(4, 2), 0, 1, 2, 3, 4, 5, 6, 7).rows(1, 3));
        tensors.put("scalar", Tensor.scalar(7));
        tensors.put("empty", Tensor.zeros(Shape.of(0, 5)));
        tensors.put("na\"me\\ \n ü \ud83d\ude00", Tensor.scalar(1));
        Path path = folder.resolve("a.safetensors");
        SafeTensors.write(path, tensors, Map.of("ke\ty", "valuε"));
        try (SafeTensors file = SafeTensors.open(path)) {
            assertEquals(Map.of("ke\ty", "valuε"), file.metadata());
            assertEquals(ElementType.F32, file.get("odd").type());
            Map<String, Tensor> found = file.tensors();
            assertEquals(List.copyOf(tensors.keySet()), List.copyOf(found.keySet()));
            found.forEach((name, tensor) -> {
                Tensor expected = tensors.getOrDefault(name, Tensor.scalar(0));
                assertEquals(expected.shape(), tensor.shape());
                assertArrayEquals(bits(expected), bits(tensor), name);
            });
        }
        ByteBuffer start = ByteBuffer.wrap(Files.readAllBytes(path)).order(ByteOrder.LITTLE_ENDIAN);
        assertEquals(0, start.getLong(0) % 8, "the numbers of a mapped file are aligned");
        try (var files = Files.list(folder)) {
            assertEquals(1, files.count(), "nothing temporary is left");
        }
    }

    @Test
    void everyTypeBecomesFloat32() throws IOException {
        assertArrayEquals(
                new float[] {0, 1}, read("BOOL", bytes(2).put((byte) 0).put((byte) 1)));
        assertArrayEquals(
                new float[] {255, 127}, read("U8", bytes(2).put((byte) -1).put((byte) 127)));
        assertArrayEquals(
                new float[] {-1, 127}, read("I8", bytes(2).put((byte) -1).put((byte) 127)));
        assertArrayEquals(
                new float[] {65_535, 2},
                read("U16", bytes(4).putShort((short) -1).putShort((short) 2)));
        assertArrayEquals(
                new float[] {-1, 2}, read("I16", bytes(4).putShort((short) -1).putShort((short) 2)));
        assertArrayEquals(
                new float[] {0x1p32f, 2}, read("U32", bytes(8).putInt(-1).putInt(2)));
        assertArrayEquals(
                new float[] {-1, 0x1p24f}, read("I32", bytes(8).putInt(-1).putInt((1 << 24) + 1)));
        assertArrayEquals(
                new float[] {-1, 0x1p62f}, read("I64", bytes(16).putLong(-1).putLong(1L << 62)));
        // 2⁶³ + 2³⁹ lies halfway between two floats and goes to the even one; one more bit and it goes up.
        long half = Long.MIN_VALUE + (1L << 39);
        assertArrayEquals(
                new float[] {0x1p63f, Math.nextUp(0x1p63f)},
                read("U64", bytes(16).putLong(half).putLong(half + 1)));
        assertArrayEquals(
                new float[] {1.5f, Float.NEGATIVE_INFINITY},
                read("F16", bytes(4).putShort((short) 0x3e00).putShort((short) 0xfc00)));
        assertArrayEquals(
                new float[] {1.5f, Float.NaN},
                read("BF16", bytes(4).putShort((short) 0x3fc0).putShort((short) 0x7fc0)));
        assertArrayEquals(
                new float[] {0.1f, Float.POSITIVE_INFINITY},
                read("F64", bytes(16).putDouble(0.1).putDouble(1e300)));
    }

    @Test
    void aTypeWithoutANumberForItIsRefusedByName() {
        FormatException wrong = failure("{\"w\":{\"dtype\":\"F8_E4M3\",\"shape\":[1],\"data_offsets\":[0,1]}}", 1);
        assertEquals("F8_E4M3 for w; save it as one of those", wrong.found());
        assertEquals(8 + 14, wrong.byteOffset());
    }

    @Test
    void aShapeOfTwoBillionElementsSaysSo() {
        FormatException wrong =
                failure("{\"w\":{\"dtype\":\"U8\",\"shape\":[65536,32768],\"data_offsets\":[0,2147483648]}}", 8);
        assertEquals("w of shape [65536, 32768]; split it before saving", wrong.found());
        assertTrue(wrong.expected().contains("the most a Java array holds"), wrong::getMessage);
        failure("{\"w\":{\"dtype\":\"U8\",\"shape\":[2147483647,2147483647,2147483647],\"data_offsets\":[0,8]}}", 8);
        failure("{\"w\":{\"dtype\":\"U8\",\"shape\":[9223372036854775807],\"data_offsets\":[0,8]}}", 8);
        failure("{\"w\":{\"dtype\":\"U8\",\"shape\":[9223372036854775808],\"data_offsets\":[0,8]}}", 8);
    }

    @Test
    void tensorsMustFillTheFileWithoutGapOrOverlap() {
        String second = ",\"b\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[%d,%d]}}";
        String first = ONE.substring(0, ONE.length() - 1);
        assertTrue(failure(first + second.formatted(7, 9), 9).found().startsWith("b at 7 to 9"));
        assertTrue(failure(first + second.formatted(9, 11), 11).found().startsWith("b at 9 to 11"));
        assertTrue(failure(first + second.formatted(8, 10), 9).found().endsWith("is the file cut short?"));
        assertTrue(failure(first + second.formatted(8, 11), 11).expected().startsWith("2 bytes for b"));
        assertTrue(failure(first + second.formatted(8, 6), 11).expected().startsWith("2 bytes for b"));
        assertEquals("9 bytes", failure(ONE, 9).found());
    }

    @Test
    void everyNameMayBeThereOnce() {
        String again =
                ONE.substring(0, ONE.length() - 1) + ",\"a\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[8,10]}}";
        assertEquals("another a", failure(again, 10).found());
    }

    @Test
    void anythingElseInTheHeaderIsRefused() {
        for (String header : List.of(
                "[]",
                "{,}",
                ONE + "x",
                ONE.replace("2]", "2,]"),
                ONE.replace("2]", "02]"),
                ONE.replace("2]", "-2]"),
                ONE.replace("2]", "2.0]"),
                ONE.replace("2]", "2e0]"),
                ONE.replace("\"shape\"", "\"other\""),
                ONE.replace("\"shape\"", "\"dtype\""),
                ONE.replace("\"shape\":[2],", ""),
                ONE.replace("\"a\"", "'a'"),
                ONE.replace("\"a\"", "\"a\u0001\""),
                ONE.replace("\"a\"", "\"\\x\""),
                ONE.replace("\"a\"", "\"\\u12g4\""),
                ONE.replace("[0,8]", "[0,8,8]"),
                ONE.replace("{\"a\"", "{\"__metadata__\":{\"k\":1},\"a\""),
                ONE.replace("{\"a\"", "{\"__metadata__\":{\"k\":\"\",\"k\":\"\"},\"a\""),
                ONE.substring(0, ONE.length() - 1))) {
            failure(header, 8);
        }
    }

    @Test
    void theLengthOfTheHeaderIsNotBelieved() {
        assertEquals(0, failure(new byte[0]).byteOffset());
        assertEquals(5, failure(new byte[5]).byteOffset());
        assertTrue(failure(bytes(16).putLong(Long.MIN_VALUE).array()).found().startsWith("9223372036854775808; this"));
        assertTrue(failure(bytes(16).putLong(9).array()).expected().endsWith("2 to 8"));
        assertEquals(8, failure(bytes(16).putLong(8).array()).byteOffset());
    }

    @Test
    void aNameThatIsNotThereListsThoseThatAre() throws IOException {
        try (SafeTensors file = SafeTensors.of("toy", file(ONE, 8))) {
            var error = assertThrows(IllegalArgumentException.class, () -> file.get("b"));
            assertEquals("toy: there is no tensor b; there are [a]", error.getMessage());
        }
    }

    @Test
    void noNameIsWrittenTwice() {
        SafeTensorsWriter writer = new SafeTensorsWriter(Map.of());
        writer.addWords("a", 1);
        assertThrows(IllegalArgumentException.class, () -> writer.addFloat64("a", 1));
        assertThrows(IllegalArgumentException.class, () -> writer.addFloat64("__metadata__", 1));
    }

    @Test
    void aWriteThatFailsLeavesTheFileThatWasThere(@TempDir Path folder) throws IOException {
        Path path = Files.writeString(folder.resolve("file"), "before");
        var failure = assertThrows(
                IOException.class,
                () -> DurableFile.replace(path, channel -> {
                    channel.write(ByteBuffer.allocate(1_000));
                    throw new IOException("no space left on device");
                }));
        assertEquals("no space left on device", failure.getMessage());
        assertEquals("before", Files.readString(path));
        try (var files = Files.list(folder)) {
            assertEquals(1, files.count(), "nothing temporary is left");
        }
    }

    @Test
    void bytesReplaceWhatAFileHeld(@TempDir Path folder) throws IOException {
        Path path = Files.writeString(folder.resolve("file"), "longer than what follows");
        DurableFile.replace(path, new byte[] {1, 2, 3});
        assertArrayEquals(new byte[] {1, 2, 3}, Files.readAllBytes(path));
    }

    private static ByteBuffer bytes(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static float[] read(String type, ByteBuffer elements) throws IOException {
        int size = elements.capacity();
        String header = "{\"a\":{\"dtype\":\"" + type + "\",\"shape\":[2],\"data_offsets\":[0," + size + "]}}";
        byte[] file = file(header, size);
        elements.rewind().get(file, file.length - size, size);
        try (SafeTensors tensors = SafeTensors.of("toy", file)) {
            return tensors.get("a").tensor().toArray();
        }
    }

    private static byte[] file(String header, int dataBytes) {
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        return bytes(8 + text.length + dataBytes).putLong(text.length).put(text).array();
    }

    private static FormatException failure(String header, int dataBytes) {
        return failure(file(header, dataBytes));
    }

    private static FormatException failure(byte[] file) {
        return assertThrows(
                FormatException.class,
                () -> SafeTensors.of("toy", file).close(),
                () -> new String(file, StandardCharsets.ISO_8859_1) + Arrays.toString(file));
    }

    private static int[] bits(Tensor tensor) {
        float[] numbers = tensor.toArray();
        int[] bits = new int[numbers.length];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = Float.floatToRawIntBits(numbers[i]);
        }
        return bits;
    }
}

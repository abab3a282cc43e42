package dev.orthant.tensor.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.random.Streams;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NumpyFilesTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void whatIsWrittenIsRead() throws IOException {
        for (Shape shape : List.of(Shape.of(), Shape.of(1), Shape.of(0, 3), Shape.of(70, 3, 41))) {
            Tensor tensor = Streams.ofSeed(2).gaussian(shape);
            Path path = folder.resolve("a.npy");
            Npy.write(path, tensor);
            assertEquals(shape, Npy.read(path).shape());
            assertArrayEquals(tensor.toArray(), Npy.read(path).toArray());
            assertEquals(0, (Files.size(path) - 4L * shape.size()) % 64, "numpy aligns the elements so");
        }
    }

    @Test
    void archivesKeepNamesAndOrder() throws IOException {
        Map<String, Tensor> arrays = new LinkedHashMap<>();
        arrays.put("w", Streams.ofSeed(3).gaussian(Shape.of(5, 4)));
        arrays.put("../b/ü", Tensor.scalar(3)); // a name is a name: nothing is unpacked to disk
        Path path = folder.resolve("a.npz");
        Npz.write(path, arrays);
        byte[] first = Files.readAllBytes(path);
        Npz.write(path, arrays);
        assertArrayEquals(first, Files.readAllBytes(path));
        Map<String, Tensor> found = Npz.read(path);
        assertEquals(List.copyOf(arrays.keySet()), List.copyOf(found.keySet()));
        arrays.forEach((name, tensor) -> assertArrayEquals(
                tensor.toArray(), found.getOrDefault(name, Tensor.scalar(0)).toArray()));
    }

    @Test
    void fortranOrderComesOutRowMajor() throws IOException {
        // numpy: array [[0, 1, 2], [3, 4, 5]] in Fortran's order lies as 0 3 1 4 2 5
        byte[] file = npy(1, "{'shape': (2, 3), 'fortran_order': True, 'descr': \"|u1\"}", 0, 3, 1, 4, 2, 5);
        Tensor tensor = read(file);
        assertEquals(Shape.of(2, 3), tensor.shape());
        assertArrayEquals(new float[] {0, 1, 2, 3, 4, 5}, tensor.toArray());
        // The same for three axes, element (i, j, k) being 100 i + 10 j + k.
        int[] elements = new int[24];
        int next = 0;
        for (int k = 0; k < 2; k++) {
            for (int j = 0; j < 4; j++) {
                for (int i = 0; i < 3; i++) {
                    elements[next++] = 16 * i + 4 * j + k;
                }
            }
        }
        Tensor cube = read(npy(1, "{'descr': '|u1', 'fortran_order': True, 'shape': (3, 4, 2)}", elements));
        assertEquals(16 * 2 + 4 * 3 + 1, cube.at(2, 3, 1));
        assertEquals(16 + 4 * 2, cube.at(1, 2, 0));
    }

    @Test
    void allVersionsAndByteOrdersAreRead() throws IOException {
        for (int version : new int[] {1, 2, 3}) {
            byte[] file = npy(version, "{'descr': '>i2', 'fortran_order': False, 'shape': (2,)}", 1, 2, 0xff, 0xfe);
            assertArrayEquals(new float[] {258, -2}, read(file).toArray());
        }
        assertEquals(1, failure(new byte[] {(byte) 0x93, 'n'}).byteOffset());
        byte[] later = npy(4, "{'descr': '|u1', 'fortran_order': False, 'shape': (0,)}");
        assertEquals(6, failure(later).byteOffset());
    }

    @Test
    void whatIsNoArrayOfNumbersIsRefusedByName() {
        for (String descr :
                List.of("'<U3'", "'|O'", "'<c8'", "'<f3'", "'f4'", "'|f4'", "'<M8[ns]'", "[('a', '<f4')]")) {
            FormatException wrong = failure(npy(1, "{'descr': " + descr + ", 'fortran_order': False, 'shape': (0,)}"));
            assertTrue(wrong.found().contains("save"), wrong::getMessage);
        }
    }

    @Test
    void aHeaderOfAnotherFormIsRefused() {
        for (String header : List.of(
                "",
                "{}",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (0,)",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (0,)} 1",
                "{'descr': '<f4', 'fortran_order': 0, 'shape': (0,)}",
                "{'descr': '<f4', 'fortran_order': maybe, 'shape': (0,)}",
                "{'descr': '<f4', 'fortran_order': False, 'shape': [0]}",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (-1,)}",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (exit(),)}",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (0,), 'x': 1}",
                "{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (0,)}")) {
            failure(npy(1, header));
        }
    }

    @Test
    void sizesThatOverflowSaySo() {
        FormatException wrong =
                failure(npy(1, "{'descr': '|u1', 'fortran_order': False, 'shape': (65536, 65536)}", 1, 2, 3));
        assertTrue(wrong.found().contains("[65536, 65536]; split it"), wrong::getMessage);
        failure(npy(1, "{'descr': '|u1', 'fortran_order': False, 'shape': (99999999999999999999,)}"));
        wrong = failure(npy(1, "{'descr': '<f8', 'fortran_order': False, 'shape': (2147483639,)}", 1, 2, 3));
        assertEquals("3 bytes", wrong.found());
    }

    @Test
    void anArchiveThatUnpacksToMoreIsRefusedUnlessAllowed() throws IOException {
        Path path = folder.resolve("bomb.npz");
        byte[] header = npy(1, "{'descr': '|u1', 'fortran_order': False, 'shape': (10000000,)}");
        try (ZipOutputStream archive = new ZipOutputStream(Files.newOutputStream(path))) {
            archive.putNextEntry(new ZipEntry("zeros.npy"));
            archive.write(header);
            archive.write(new byte[10_000_000]);
            archive.closeEntry();
        }
        FormatException wrong = assertThrows(FormatException.class, () -> Npz.read(path));
        assertTrue(
                wrong.found().endsWith("allow more with read(path, bytes) if you trust the file"), wrong::getMessage);
        assertEquals(List.of("zeros"), List.copyOf(Npz.read(path, 40_000_000).keySet()));
        assertEquals(
                List.of("zeros"), List.copyOf(Npz.read(path, Long.MAX_VALUE).keySet()));
        assertThrows(FormatException.class, () -> Npz.read(path, 39_999_999));
    }

    @Test
    void archivesOfOtherThingsAreRefused() throws IOException {
        Path path = folder.resolve("a.npz");
        try (ZipOutputStream archive = new ZipOutputStream(Files.newOutputStream(path))) {
            archive.putNextEntry(new ZipEntry("readme.txt"));
            archive.closeEntry();
        }
        assertEquals(
                "the entry readme.txt",
                assertThrows(FormatException.class, () -> Npz.read(path)).found());
        Files.writeString(path, "no archive");
        assertThrows(FormatException.class, () -> Npz.read(path));
        Files.write(path, new byte[0]);
        assertThrows(FormatException.class, () -> Npz.read(path));
    }

    @Test
    void aChangedElementIsNoticedByTheChecksum() throws IOException {
        Path path = folder.resolve("a.npz");
        Npz.write(path, Map.of("w", Tensor.of(Shape.of(2), 1, 2)));
        byte[] sound = Files.readAllBytes(path);
        int lastElement = new String(sound, StandardCharsets.ISO_8859_1).indexOf("PK\001\002") - 1;
        sound[lastElement] ^= 1;
        Files.write(path, sound);
        assertThrows(FormatException.class, () -> Npz.read(path));
    }

    private Tensor read(byte[] file) throws IOException {
        return Npy.read(Files.write(folder.resolve("toy.npy"), file));
    }

    private FormatException failure(byte[] file) {
        return assertThrows(FormatException.class, () -> read(file), () -> new String(file, StandardCharsets.US_ASCII));
    }

    static byte[] npy(int version, String header, int... elements) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', (byte) version, 0});
        ByteBuffer length = ByteBuffer.allocate(version == 1 ? 2 : 4).order(ByteOrder.LITTLE_ENDIAN);
        bytes.writeBytes(
                (version == 1 ? length.putShort((short) header.length()) : length.putInt(header.length())).array());
        bytes.writeBytes(header.getBytes(StandardCharsets.US_ASCII));
        for (int element : elements) {
            bytes.write(element);
        }
        return bytes.toByteArray();
    }
}

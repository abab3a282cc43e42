package dev.orthant.datasets.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orthant.datasets.Examples;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.format.FormatException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CifarFileTest {
    private static final byte[] THREE = CifarBytes.images(7, 0, 9);

    @Test
    void planesBecomeChannelsOfEveryPixel() throws IOException {
        Examples images = read(THREE);
        assertEquals(Shape.of(3, 32, 32, 3), images.inputs().shape());
        assertArrayEquals(new int[] {7, 0, 9}, images.labels());
        assertEquals(10, images.classes());
        for (int channel = 0; channel < 3; channel++) {
            int offset = 3_073 + 1 + 1_024 * channel + 32 * 5 + 6;
            assertEquals(THREE[offset] & 0xff, images.inputs().at(1, 5, 6, channel));
        }
    }

    @Test
    void gzippedAndPlainFilesFollowEachOther(@TempDir Path folder) throws IOException {
        Path plain = Files.write(folder.resolve("a.bin"), THREE);
        Path packed = Files.write(folder.resolve("b.bin.gz"), IdxBytes.gzipped(CifarBytes.images(1)));
        Examples both = CifarFile.readAll("both", plain, packed);
        assertArrayEquals(new int[] {7, 0, 9, 1}, both.labels());
        assertEquals(
                read(CifarBytes.images(1)).inputs().at(0, 3, 4, 1),
                both.inputs().at(3, 3, 4, 1));
    }

    @Test
    void whatIsNoWholeNumberOfRecordsIsRefused() {
        assertEquals(0, failure(new byte[0]).byteOffset());
        assertEquals(3_073, failure(Arrays.copyOf(THREE, 3_073 + 10)).byteOffset());
        assertTrue(failure(Arrays.copyOf(THREE, 10)).found().contains("10 bytes of a record"));
    }

    @Test
    void aLabelAboveNineIsRefusedAtItsByte() {
        FormatException wrong = failure(CifarBytes.images(7, 10));
        assertEquals(3_073, wrong.byteOffset());
        assertEquals("label 10", wrong.found());
    }

    @Test
    void tenNamesAreRequired(@TempDir Path folder) throws IOException {
        Path meta = Files.writeString(folder.resolve("batches.meta.txt"), "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\n\n");
        assertArrayEquals("a b c d e f g h i j".split(" ", -1), CifarFile.classNames(meta));
        Files.writeString(meta, "a\nb\n");
        assertThrows(FormatException.class, () -> CifarFile.classNames(meta));
    }

    private static Examples read(byte[] bytes) throws IOException {
        return CifarFile.read("toy", "toy.bin", new ByteArrayInputStream(bytes));
    }

    private static FormatException failure(byte[] bytes) {
        return assertThrows(FormatException.class, () -> read(bytes));
    }
}

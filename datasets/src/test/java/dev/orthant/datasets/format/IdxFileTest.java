package dev.orthant.datasets.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.orthant.datasets.Examples;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.format.FormatException;
import dev.orthant.tensor.random.Streams;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class IdxFileTest {
    private static final byte[] IMAGES = IdxBytes.images(3, 4, 5);

    @Test
    void plainAndGzippedFilesGiveTheSameWhateverTheirName(@TempDir Path folder) throws IOException {
        Path plain = Files.write(folder.resolve("plain.gz"), IMAGES);
        Path packed = Files.write(folder.resolve("packed"), IdxBytes.gzipped(IMAGES));
        for (Path path : new Path[] {plain, packed}) {
            IdxArray images = IdxFile.read(path, 3);
            assertEquals(Shape.of(3, 4, 5), images.shape());
            assertEquals(59, images.at(59));
        }
    }

    @Test
    void anEmptyAxisIsAnEmptyArray() throws IOException {
        assertEquals(Shape.of(0), read(IdxBytes.labels(), 1).shape());
    }

    @Test
    void anotherMagicNumberSaysWhatWasFoundAtByteZero() {
        FormatException wrong = failure("hello world, not idx".getBytes(java.nio.charset.StandardCharsets.UTF_8), 3);
        assertEquals(0, wrong.byteOffset());
        assertEquals(
                "test.idx: at byte 0 expected the magic number 0x00000803 (unsigned bytes, axes: 3); "
                        + "found 0x68656c6c; this is not an idx file",
                wrong.getMessage());
        assertEquals("test.idx", wrong.file());
    }

    @Test
    void anotherElementTypeIsRefusedAtByteTwo() {
        FormatException wrong = failure(IdxBytes.of(0xD03, new int[] {1, 1, 1}, new byte[4]), 3);
        assertEquals(2, wrong.byteOffset());
        assertTrue(wrong.found().contains("type 0x0d"), wrong::getMessage);
    }

    @Test
    void labelsWhereImagesBelongAreRefusedAtByteThree() {
        FormatException wrong = failure(IdxBytes.labels(1, 2), 3);
        assertEquals(3, wrong.byteOffset());
        assertTrue(wrong.found().contains("axes: 1"), wrong::getMessage);
    }

    @Test
    void aHeaderThatEndsEarlySaysWhere() {
        assertEquals(0, failure(new byte[0], 3).byteOffset());
        assertEquals(2, failure(new byte[2], 3).byteOffset());
        FormatException wrong = failure(Arrays.copyOf(IMAGES, 10), 3);
        assertEquals(10, wrong.byteOffset());
        assertTrue(wrong.expected().contains("length of axis 1"), wrong::getMessage);
    }

    @Test
    void aNegativeLengthIsRefusedWhereItStands() {
        FormatException wrong = failure(IdxBytes.of(0x803, new int[] {1, -1, 1}), 3);
        assertEquals(8, wrong.byteOffset());
        assertEquals("4294967295", wrong.found());
    }

    @Test
    void moreElementsThanAnArrayHoldsAreRefusedAtTheAxisThatOverflows() {
        int[] axes = {Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE};
        assertEquals(4, failure(IdxBytes.of(0x803, axes), 3).byteOffset());
        assertEquals(
                8,
                failure(IdxBytes.of(0x803, new int[] {1 << 20, 1 << 20, 1}), 3).byteOffset());
    }

    @Test
    void aTruncatedFileSaysOffsetExpectedAndFound() {
        FormatException wrong = failure(Arrays.copyOf(IMAGES, 50), 3);
        assertEquals(50, wrong.byteOffset());
        assertEquals("60 elements as the header says, so 76 bytes", wrong.expected());
        assertEquals("the end of the file after 34 elements; the file is cut short", wrong.found());
    }

    @Test
    void trailingBytesAreRefused() throws IOException {
        byte[] longer = Arrays.copyOf(IMAGES, IMAGES.length + 1);
        assertEquals(IMAGES.length, failure(longer, 3).byteOffset());
        assertEquals(IMAGES.length, failure(IdxBytes.gzipped(longer), 3).byteOffset());
        byte[] packed = IdxBytes.gzipped(IMAGES);
        for (int more : new int[] {1, 9, 40}) {
            byte[] followed = Arrays.copyOf(packed, packed.length + more); // zeros behind the stream
            assertEquals(more + " more bytes", failure(followed, 3).found());
        }
    }

    @Test
    void gzipThatHoldsNoIdxIsRefused() throws IOException {
        FormatException wrong = failure(IdxBytes.gzipped(new byte[] {'h', 'e', 'l', 'l', 'o'}), 3);
        assertTrue(wrong.found().contains("not an idx file"), wrong::getMessage);
    }

    @Test
    void corruptGzipIsRefused() throws IOException {
        byte[] packed = IdxBytes.gzipped(IMAGES);
        byte[] wrongSum = packed.clone();
        wrongSum[packed.length - 8] ^= 1; // first byte of the checksum
        assertTrue(failure(wrongSum, 3).found().contains("corrupt"));
        byte[] wrongMethod = packed.clone();
        wrongMethod[2] = 7;
        assertTrue(failure(wrongMethod, 3).found().contains("corrupt"));
        assertTrue(failure(Arrays.copyOf(packed, packed.length - 20), 3).found().contains("cut short"));
        assertTrue(failure(Arrays.copyOf(packed, 5), 3).found().contains("cut short"));
    }

    @Test
    void aHeaderThatPromisesTwoBillionElementsCostsNoMemory() throws IOException {
        byte[] promise = IdxBytes.of(0x801, new int[] {Integer.MAX_VALUE - 8}, new byte[1_000]);
        byte[] packed = IdxBytes.gzipped(promise);
        long before = allocated();
        assertEquals(1_008, failure(promise, 1).byteOffset());
        assertEquals(1_008, failure(packed, 1).byteOffset());
        assertEquals(0, (allocated() - before) >> 20, "MiB");
    }

    @Test
    void damagedFilesAreReadOrRefusedAndNothingElse() throws IOException {
        byte[][] sound = {IMAGES, IdxBytes.gzipped(IMAGES), IdxBytes.images(40, 28, 28)};
        RandomGenerator random = Streams.ofSeed(1).named("idx fuzz").generator();
        for (int round = 0; round < 5_000; round++) {
            byte[] damaged = damaged(sound[round % sound.length], random);
            long before = allocated();
            try {
                IdxArray array = read(damaged, 3);
                IdxExamples.join(
                        "fuzz",
                        array,
                        read(IdxBytes.labels(new int[array.shape().axis(0)]), 1),
                        1);
            } catch (FormatException refused) {
                assertTrue(String.valueOf(refused.getMessage()).startsWith("test.idx: at byte "), refused::getMessage);
            }
            long limit = 4 << 20; // a sound file here becomes 0.2 MB of floats and labels
            assertTrue(allocated() - before < limit, "allocates little");
        }
    }

    @Test
    void imagesAndLabelsOfDifferentCountAreRefused() {
        FormatException wrong = assertThrows(
                FormatException.class,
                () -> IdxExamples.join("toy", read(IMAGES, 3), read(IdxBytes.labels(1, 2), 1), 10));
        assertEquals(4, wrong.byteOffset());
        assertTrue(wrong.expected().startsWith("3 labels"), wrong::getMessage);
    }

    @Test
    void aLabelOutOfRangeIsRefusedAtItsByte() {
        FormatException wrong = assertThrows(
                FormatException.class,
                () -> IdxExamples.join("toy", read(IMAGES, 3), read(IdxBytes.labels(1, 9, 10), 1), 10));
        assertEquals(10, wrong.byteOffset());
        assertEquals("label 10", wrong.found());
    }

    @Test
    void imagesBecomeRowsOfUnscaledPixels() throws IOException {
        Examples toy = IdxExamples.join("toy", read(IMAGES, 3), read(IdxBytes.labels(1, 9, 0), 1), 10);
        assertEquals(Shape.of(3, 20), toy.inputs().shape());
        assertEquals(20f, toy.inputs().at(1, 0));
        assertEquals(9, toy.label(1));
    }

    private static byte[] damaged(byte[] sound, RandomGenerator random) {
        byte[] bytes = random.nextInt(3) == 0 ? Arrays.copyOf(sound, random.nextInt(sound.length)) : sound.clone();
        int flips = bytes.length == 0 ? 0 : random.nextInt(4);
        for (int i = 0; i < flips; i++) {
            // half of the flips hit the header, where they hurt
            int position = random.nextInt(random.nextBoolean() ? Math.min(bytes.length, 24) : bytes.length);
            bytes[position] ^= (byte) (1 << random.nextInt(8));
        }
        return bytes;
    }

    private static IdxArray read(byte[] bytes, int axes) throws IOException {
        return IdxFile.read("test.idx", new ByteArrayInputStream(bytes), axes);
    }

    private static FormatException failure(byte[] bytes, int axes) {
        return assertThrows(FormatException.class, () -> read(bytes, axes));
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }
}

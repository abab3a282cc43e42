package dev.orthant.quality.fuzz;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orthant.tensor.random.Streams;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Every reader against its seeds, seeded mutations of them, the corpus that Jazzer kept, and large files.
final class FuzzRegressionTest {
    private static final int MUTATIONS = 500;
    private static final long SEED = 1;

    @ParameterizedTest
    @EnumSource
    void seedsAreReadAndMutationsAreReadOrRefused(FuzzedReader reader) throws IOException {
        List<byte[]> seeds = FuzzSeeds.of(reader);
        for (byte[] seed : seeds) {
            reader.read(seed);
        }
        RandomGenerator random = Streams.ofSeed(SEED).named(reader.name()).generator();
        for (int round = 0; round < MUTATIONS; round++) {
            byte[] mutated = mutated(seeds.get(round % seeds.size()), random);
            check(reader, mutated, "mutation " + round + " of seed " + SEED);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theCorpusIsReadOrRefused(FuzzedReader reader) throws IOException {
        List<byte[]> corpus = corpus(reader);
        assertTrue(corpus.size() > 10, "the corpus is kept beside this test");
        for (int i = 0; i < corpus.size(); i++) {
            check(reader, corpus.get(i), "file " + i + " of the corpus");
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatCostsMostCostsNoMoreThanIsAllowed(FuzzedReader reader) throws IOException {
        List<byte[]> files = LargeFiles.of(reader);
        for (int i = 0; i < files.size(); i++) {
            check(reader, files.get(i), "large file " + i);
        }
    }

    private static void check(FuzzedReader reader, byte[] file, String which) throws IOException {
        try {
            FuzzTarget.check(reader, file);
        } catch (RuntimeException | AssertionError failure) {
            throw new AssertionError(reader + ", " + which, failure);
        }
    }

    private static byte[] mutated(byte[] seed, RandomGenerator random) {
        byte[] bytes = random.nextInt(4) == 0 ? Arrays.copyOf(seed, random.nextInt(seed.length + 1)) : seed.clone();
        for (int flips = bytes.length == 0 ? 0 : random.nextInt(5); flips > 0; flips--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }

    private static List<byte[]> corpus(FuzzedReader reader) throws IOException {
        String name = reader.name().toLowerCase(Locale.ROOT) + ".zip";
        List<byte[]> files = new ArrayList<>();
        try (InputStream bytes = FuzzRegressionTest.class.getResourceAsStream(name)) {
            if (bytes == null) {
                return files;
            }
            ZipInputStream archive = new ZipInputStream(bytes);
            for (ZipEntry entry = archive.getNextEntry(); entry != null; entry = archive.getNextEntry()) {
                files.add(archive.readAllBytes());
            }
        }
        return files;
    }
}

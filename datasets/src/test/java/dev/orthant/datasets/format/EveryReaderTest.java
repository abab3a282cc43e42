package dev.orthant.datasets.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.orthant.tensor.format.FormatException;
import dev.orthant.tensor.random.Streams;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Whatever a file holds, every reader of data sets reads it or refuses it with the one documented exception.
class EveryReaderTest {
    private static final long SEED = 20_261_121;

    @TempDir
    private Path folder = Path.of("set by JUnit");

    @FunctionalInterface
    private interface Reader {
        Object read(Path file) throws IOException;
    }

    /// By class and method.
    private static Map<String, Reader> readers() {
        Map<String, Reader> readers = new TreeMap<>();
        readers.put("CifarFile.read", file -> CifarFile.read("some", file));
        readers.put("CifarFile.readAll", file -> CifarFile.readAll("some", file, file));
        readers.put("CifarFile.classNames", CifarFile::classNames);
        readers.put("CsvFile.read", CsvFile::read);
        readers.put("IdxFile.read", file -> IdxFile.read(file, 3));
        readers.put("IdxExamples.read", file -> IdxExamples.read("some", file, file, 10));
        readers.put("TextFile.read", file -> TextFile.read("some", file));
        return readers;
    }

    /// Nothing, a byte, the beginning of a gzip stream, sound files with a byte too few, too many or wrong, and noise.
    private static List<byte[]> files() throws IOException {
        RandomGenerator random = Streams.ofSeed(SEED).named("files").generator();
        List<byte[]> files = new ArrayList<>(List.of(
                new byte[0],
                new byte[] {(byte) 0xff},
                new byte[] {0x1f, (byte) 0x8b},
                new byte[3_073],
                new byte[3_072]));
        for (byte[] sound : List.of(
                IdxBytes.of(0x803, new int[] {2, 1, 2}, new byte[4]),
                IdxBytes.gzipped(IdxBytes.of(0x803, new int[] {2, 1, 2}, new byte[4])),
                IdxBytes.gzipped(new byte[2 * 3_073]))) {
            files.add(Arrays.copyOf(sound, sound.length - 1));
            files.add(Arrays.copyOf(sound, sound.length + 1));
            for (int i = 0; i < 50; i++) {
                byte[] wrong = sound.clone();
                wrong[random.nextInt(wrong.length)] = (byte) random.nextInt(256);
                files.add(wrong);
            }
        }
        for (int length = 1; length < 5_000; length *= 3) {
            byte[] noise = new byte[length];
            random.nextBytes(noise);
            files.add(noise);
        }
        return files;
    }

    @TestFactory
    Stream<DynamicTest> aWrongFileIsAFormatException() {
        return readers().entrySet().stream()
                .map(each -> DynamicTest.dynamicTest(each.getKey(), () -> readOrRefused(each.getValue())));
    }

    private void readOrRefused(Reader reader) throws IOException {
        int refused = 0;
        List<byte[]> files = files();
        for (int i = 0; i < files.size(); i++) {
            Path file = Files.write(folder.resolve("file"), files.get(i));
            try {
                reader.read(file);
            } catch (FormatException documented) {
                refused++;
                assertEquals(file.toString(), documented.file());
            } catch (IOException | RuntimeException other) {
                throw new AssertionError("file " + i + " of seed " + SEED, other);
            }
        }
        assertFalse(refused == 0, "nothing was refused");
    }

    @Test
    void everyReaderIsInTheList() throws IOException, URISyntaxException, ClassNotFoundException {
        TreeSet<String> found = new TreeSet<>();
        Path classes = Path.of(CsvFile.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI())
                .resolve("dev/orthant/datasets/format");
        try (Stream<Path> files = Files.list(classes)) {
            for (Path file : files.filter(each -> each.toString().endsWith("File.class")
                            || each.toString().endsWith("Examples.class"))
                    .toList()) {
                Class<?> type = Class.forName("dev.orthant.datasets.format."
                        + file.getFileName().toString().replace(".class", ""));
                for (Method method : type.getDeclaredMethods()) {
                    if (Modifier.isPublic(method.getModifiers())
                            && Modifier.isStatic(method.getModifiers())
                            && Arrays.stream(method.getParameterTypes())
                                    .anyMatch(each -> each == Path.class || each == Path[].class)) {
                        found.add(type.getSimpleName() + "." + method.getName());
                    }
                }
            }
        }
        assertEquals(new TreeSet<>(readers().keySet()), found);
    }
}

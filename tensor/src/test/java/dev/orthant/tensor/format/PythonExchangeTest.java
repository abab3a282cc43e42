package dev.orthant.tensor.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files go to PyTorch and NumPy and come back: `src/test/python/exchange.py`, run where a Python with both is installed.
final class PythonExchangeTest {
    private static final Path SCRIPT = Path.of("src/test/python/exchange.py").toAbsolutePath();

    /// Does not import them: PyTorch takes seconds.
    private static final String FIND =
            "from importlib.util import find_spec as f; exit(not (f('numpy') and f('torch')))";

    @TempDir
    private Path folder = Path.of("");

    @Test
    void filesGoToPyTorchAndNumPyAndComeBack() throws IOException, InterruptedException {
        Tensor weight = Tensor.wrap(Shape.of(2, 3, 4), numbers(24, 1));
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("0.weight", weight);
        tensors.put("scalar", Tensor.scalar(1.5f));
        Npz.write(folder.resolve("orthant.npz"), tensors);
        tensors.put("empty", Tensor.zeros(Shape.of(0, 3)));
        SafeTensors.write(folder.resolve("orthant.safetensors"), tensors, Map.of("by", "Orthant, ü"));
        Npy.write(folder.resolve("orthant.npy"), weight);
        exchange();
        requireTorch(SafeTensors.read(folder.resolve("torch.safetensors")));
        for (String archive : List.of("stored.npz", "packed.npz")) {
            requireArrays(Npz.read(folder.resolve(archive), 1 << 20));
        }
        for (int version = 1; version <= 3; version++) {
            String name = "version" + version + ".npy";
            assertTensor(Shape.of(2, 3, 4), 1, Map.of(name, Npy.read(folder.resolve(name))), name);
        }
    }

    private static void requireTorch(Map<String, Tensor> torch) {
        assertEquals(11, torch.size());
        for (String type : List.of("F64", "F32", "F16", "BF16")) {
            assertTensor(Shape.of(3, 4), 1, torch, type);
        }
        for (String type : List.of("I64", "I32", "I16", "I8")) {
            assertTensor(Shape.of(3, 4), 0, torch, type);
        }
        assertEquals(220, get(torch, "U8").at(2, 3));
        assertEquals(1, get(torch, "BOOL").at(0, 1));
        assertEquals(7, get(torch, "1.num_batches_tracked").item());
    }

    private static void requireArrays(Map<String, Tensor> arrays) {
        assertEquals(10, arrays.size());
        for (String name : List.of("f8", "f4", "f2", "big", "fortran")) {
            assertTensor(Shape.of(2, 3, 4), 1, arrays, name);
        }
        for (String name : List.of("i8", "i4", "i2", "i1")) {
            assertTensor(Shape.of(2, 3, 4), 0, arrays, name);
        }
        assertEquals(1.5f, get(arrays, "scalar").item());
    }

    /// Element i is (i − 5) / 4, or the whole part of it.
    private static float[] numbers(int count, int fractions) {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            float number = (i - 5) / 4f;
            numbers[i] = fractions == 1 ? number : (int) number;
        }
        return numbers;
    }

    private static void assertTensor(Shape shape, int fractions, Map<String, Tensor> tensors, String name) {
        assertEquals(shape, get(tensors, name).shape(), name);
        assertArrayEquals(numbers(shape.size(), fractions), get(tensors, name).toArray(), name);
    }

    private static Tensor get(Map<String, Tensor> tensors, String name) {
        return Optional.ofNullable(tensors.get(name)).orElseThrow(() -> new AssertionError("no " + name));
    }

    private void exchange() throws IOException, InterruptedException {
        Optional<String> python = python();
        Assumptions.assumeTrue(python.isPresent(), "no python3 with torch and numpy is installed");
        Process process = new ProcessBuilder(python.get(), SCRIPT.toString(), "exchange", folder.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
    }

    /// Debian puts its packages under /usr/bin/python3, which need not be the first on the path.
    private static Optional<String> python() throws InterruptedException {
        for (String candidate : List.of("/usr/bin/python3", "python3")) {
            if (canImport(candidate)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    private static boolean canImport(String python) throws InterruptedException {
        try {
            return new ProcessBuilder(python, "-c", FIND)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException notInstalled) {
            return false;
        }
    }
}

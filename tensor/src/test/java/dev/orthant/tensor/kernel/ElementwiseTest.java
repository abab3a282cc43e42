package dev.orthant.tensor.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orthant.tensor.Span;
import dev.orthant.tensor.parallel.Parallel;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ElementwiseTest {
    private interface Operation {
        void run(Kernels kernels, Span a, Span b, Span out);
    }

    private static Map<String, Operation> operations() {
        Map<String, Operation> operations = new LinkedHashMap<>();
        operations.put("add", (kernels, a, b, out) -> kernels.add(a, b, out));
        operations.put("subtract", (kernels, a, b, out) -> kernels.subtract(a, b, out));
        operations.put("multiply", (kernels, a, b, out) -> kernels.multiply(a, b, out));
        operations.put("scale", (kernels, a, b, out) -> kernels.scale(a, 0.3f, out));
        operations.put("addScaled", (kernels, a, b, out) -> kernels.addScaled(out, -0.7f, a));
        operations.put("shiftAndScale", (kernels, a, b, out) -> kernels.shiftAndScale(a, 0.1f, 3.3f, out));
        operations.put("scaledRelu", (kernels, a, b, out) -> kernels.scaledRelu(a, 1.4f, out));
        operations.put("scaledWherePositive", (kernels, a, b, out) -> kernels.scaledWherePositive(b, a, 1.4f, out));
        return operations;
    }

    @Test
    void everyKernelsGiveTheBitsOfTheScalarOnesAndTouchNothingElse() {
        for (Kernels kernels : Providers.all()) {
            for (int length : Providers.lengths(kernels)) {
                for (Map.Entry<String, Operation> entry : operations().entrySet()) {
                    float[] expected = run(new ScalarKernels(), entry.getValue(), length);
                    float[] actual = run(kernels, entry.getValue(), length);
                    assertArrayEquals(expected, actual, kernels.name() + " " + entry.getKey() + " " + length);
                }
            }
        }
    }

    private static float[] run(Kernels kernels, Operation operation, int length) {
        float[] a = Providers.numbers(1, length + 9);
        float[] b = Providers.numbers(2, length + 9);
        float[] out = Providers.numbers(3, length + 9);
        if (length > 2) {
            a[3] = Float.NaN;
            a[4] = Float.POSITIVE_INFINITY;
            a[5] = -0f;
        }
        operation.run(kernels, new Span(a, 3, length), new Span(b, 1, length), new Span(out, 4, length));
        return out;
    }

    @Test
    void theOutputMayBeTheInput() {
        for (Kernels kernels : Providers.all()) {
            float[] a = Providers.numbers(1, 100);
            float[] expected = new float[100];
            kernels.add(new Span(a, 0, 100), new Span(a, 0, 100), new Span(expected, 0, 100));
            kernels.add(new Span(a, 0, 100), new Span(a, 0, 100), new Span(a, 0, 100));
            assertArrayEquals(expected, a, kernels.name());
        }
    }

    @Test
    void reluPassesNanOnAndItsGradientStopsIt() {
        for (Kernels kernels : Providers.all()) {
            float[] a = Providers.numbers(1, 40);
            float[] ones = new float[40];
            float[] out = new float[40];
            java.util.Arrays.fill(ones, 1);
            a[2] = Float.NaN;
            kernels.scaledRelu(new Span(a, 0, 40), 2, new Span(out, 0, 40));
            assertTrue(Float.isNaN(out[2]), kernels.name());
            kernels.scaledWherePositive(new Span(ones, 0, 40), new Span(a, 0, 40), 2, new Span(out, 0, 40));
            assertEquals(0, out[2], kernels.name());
        }
    }

    /// The reference is exact to u = 2⁻⁵³. A kernel may round each number up to twenty times in float32 before it goes on
    /// in float64 (the vector kernels' blocks), so it is within γ Σ|aᵢbᵢ| with γ = 20 · 2⁻²⁴ (Higham 2002, section 3.1),
    /// whatever the length.
    @Test
    void sumsOfAnyLengthHaveTheErrorOfAShortOne() {
        for (Kernels kernels : Providers.all()) {
            for (int length : Providers.lengths(kernels)) {
                Span a = new Span(Providers.numbers(1, length + 3), 3, length);
                Span b = new Span(Providers.numbers(2, length + 1), 1, length);
                double sum = 0;
                double dot = 0;
                double squares = 0;
                for (int i = 0; i < length; i++) {
                    double left = a.array()[3 + i];
                    sum += left;
                    dot += left * b.array()[1 + i];
                    squares += left * left;
                }
                double bound = 20 * length * 0x1p-24; // each term is at most 1
                assertEquals(sum, kernels.sum(a), bound, kernels.name() + " sum " + length);
                assertEquals(dot, kernels.dot(a, b), bound, kernels.name() + " dot " + length);
                assertEquals(squares, kernels.sumOfSquares(a), bound, kernels.name() + " squares " + length);
            }
        }
    }

    /// More than two pieces, the last of them short. The bound is that of the test above.
    @Test
    void longSumsHaveTheSameBitsForAnyNumberOfThreads() throws Exception {
        int length = 2 * VectorSums.PIECE + 4_321;
        Span a = new Span(Providers.numbers(1, length), 0, length);
        Span b = new Span(Providers.numbers(2, length), 0, length);
        double sum = 0;
        double dot = 0;
        double squares = 0;
        for (int i = 0; i < length; i++) {
            double left = a.array()[i];
            sum += left;
            dot += left * b.array()[i];
            squares += left * left;
        }
        double[] exact = {sum, dot, squares};
        for (Kernels kernels : Providers.all()) {
            double[] alone = Parallel.withThreads(1, () -> sums(kernels, a, b));
            assertArrayEquals(exact, alone, 20 * length * 0x1p-24, kernels.name());
            for (int threads : new int[] {2, 3, 8}) {
                assertArrayEquals(alone, Parallel.withThreads(threads, () -> sums(kernels, a, b)), kernels.name());
            }
        }
    }

    private static double[] sums(Kernels kernels, Span a, Span b) {
        return new double[] {kernels.sum(a), kernels.dot(a, b), kernels.sumOfSquares(a)};
    }

    @Test
    void squaresThatOverflowOrVanishInFloatAreSummed() {
        for (Kernels kernels : Providers.all()) {
            float[] a = new float[100];
            java.util.Arrays.fill(a, 1e30f);
            double huge = (double) 1e30f * 1e30f;
            assertEquals(100 * huge, kernels.sumOfSquares(new Span(a, 0, 100)), 100 * huge * 1e-14);
            java.util.Arrays.fill(a, 1e-30f);
            double tiny = (double) 1e-30f * 1e-30f;
            assertEquals(100 * tiny, kernels.sumOfSquares(new Span(a, 0, 100)), 100 * tiny * 1e-14);
        }
    }
}

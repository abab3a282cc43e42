package dev.orthant.tensor.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.orthant.tensor.PoolingShape;
import dev.orthant.tensor.Span;
import dev.orthant.tensor.parallel.Parallel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PoolingTest {
    private static final int SEED = 21;

    /// All that the four kernels give for one input and one gradient, each behind a margin of one number.
    private record Results(
            float[] maximum,
            float[] maximumAlone,
            int[] positions,
            float[] maximumGradient,
            float[] maximumGradientAlone,
            float[] average,
            float[] averageGradient) {
        static Results of(PoolingKernels kernels, PoolingShape shape, float[] input, float[] gradient) {
            int inputs = shape.input().size();
            int outputs = shape.output().size();
            Results results = new Results(
                    new float[outputs + 2],
                    new float[outputs + 2],
                    new int[outputs],
                    new float[inputs + 2],
                    new float[inputs + 2],
                    new float[outputs + 2],
                    new float[inputs + 2]);
            Span x = new Span(input, 1, inputs);
            Span g = new Span(gradient, 1, outputs);
            kernels.maximum(shape, x, new Span(results.maximum, 1, outputs), results.positions);
            kernels.maximumValues(shape, x, new Span(results.maximumAlone, 1, outputs));
            kernels.maximumGradient(shape, g, results.positions, new Span(results.maximumGradient, 1, inputs));
            kernels.gradientAtMaximum(shape, x, g, new Span(results.maximumGradientAlone, 1, inputs));
            kernels.average(shape, x, new Span(results.average, 1, outputs));
            kernels.averageGradient(shape, g, new Span(results.averageGradient, 1, inputs));
            return results;
        }

        void assertSameBits(Results other, String message) {
            assertEquals(-1, Arrays.mismatch(maximum, other.maximum), "maximum " + message);
            assertEquals(-1, Arrays.mismatch(maximum, other.maximumAlone), "maximum without positions " + message);
            assertEquals(-1, Arrays.mismatch(positions, other.positions), "positions " + message);
            assertEquals(-1, Arrays.mismatch(maximumGradient, other.maximumGradient), "maximum gradient " + message);
            assertEquals(
                    -1,
                    Arrays.mismatch(maximumGradient, other.maximumGradientAlone),
                    "maximum gradient without positions " + message);
            assertEquals(-1, Arrays.mismatch(average, other.average), "average " + message);
            assertEquals(-1, Arrays.mismatch(averageGradient, other.averageGradient), "average gradient " + message);
        }
    }

    @Test
    void windowsAreReducedAsTheDefinitionSays() {
        // One image 3 x 3, windows 2 x 2, stride 2, padding 1: the corner, the upper edge, the left edge, the middle.
        PoolingShape shape = new PoolingShape(1, 3, 3, 1, 2, 2, 2, 1, 1);
        float[] image = {0, -1, 2, 3, -4, 9, 9, -5, 7, 8, 0};
        for (Kernels kernels : Providers.all()) {
            Results results = Results.of(kernels.pooling(), shape, image, new float[] {0, 1, 10, 100, 1000, 0});
            assertArrayEquals(new float[] {0, -1, 3, -4, 9, 0}, results.maximum, kernels.name());
            assertArrayEquals(new int[] {0, 2, 3, 4}, results.positions, kernels.name());
            assertArrayEquals(
                    new float[] {0, 1, 0, 10, 100, 1000, 0, 0, 0, 0, 0}, results.maximumGradient, kernels.name());
            assertArrayEquals(new float[] {0, -0.25f, 1.25f, -2.25f, 8.25f, 0}, results.average, kernels.name());
            assertArrayEquals(
                    new float[] {0, 0.25f, 2.5f, 2.5f, 25, 250, 250, 25, 250, 250, 0},
                    results.averageGradient,
                    kernels.name());
        }
    }

    @Test
    void allKernelsGiveTheSameBitsWithAnyNumberOfThreads() throws Exception {
        for (PoolingShape shape : shapes()) {
            float[] x = Providers.numbers(SEED, shape.input().size() + 2);
            float[] g = Providers.numbers(SEED + 1, shape.output().size() + 2);
            poison(x);
            Results expected = Results.of(new ScalarPooling(), shape, x, g);
            for (Kernels kernels : Providers.all()) {
                for (int threads : new int[] {1, 2, 3, 8}) {
                    Parallel.withThreads(threads, () -> Results.of(kernels.pooling(), shape, x, g))
                            .assertSameBits(expected, kernels.name() + " seed " + SEED + " " + shape);
                }
            }
        }
    }

    /// ⟨average(x), g⟩ = ⟨x, averageGradient(g)⟩, and likewise for the maximum, which is linear where the positions are
    /// held. Each number of either side passes at most window + 3 float32 roundings.
    @Test
    void theGradientsAreTheAdjoints() {
        for (PoolingShape shape : shapes()) {
            float[] x = Providers.numbers(SEED, shape.input().size() + 2);
            float[] g = Providers.numbers(SEED + 1, shape.output().size() + 2);
            Results results = Results.of(new ScalarPooling(), shape, x, g);
            Results sizes =
                    Results.of(new ScalarPooling(), shape, ConvolutionTest.absolute(x), ConvolutionTest.absolute(g));
            double roundings = 2 * (shape.windowHeight() * shape.windowWidth() + 3) * 0x1p-24;
            String message = "seed " + SEED + " " + shape;
            double bound = roundings * dot(sizes.average, ConvolutionTest.absolute(g));
            assertEquals(dot(results.average, g), dot(x, results.averageGradient), bound, message);
            bound = roundings * dot(ConvolutionTest.absolute(results.maximum), ConvolutionTest.absolute(g));
            assertEquals(dot(results.maximum, g), dot(x, results.maximumGradient), bound, message);
        }
    }

    private static List<PoolingShape> shapes() {
        List<PoolingShape> shapes = new ArrayList<>();
        for (int channels : new int[] {1, 3, 4, 16, 21, 64}) {
            shapes.add(new PoolingShape(2, 8, 6, channels, 2, 2, 2, 0, 0));
            shapes.add(new PoolingShape(1, 9, 7, channels, 3, 3, 2, 1, 1));
            shapes.add(new PoolingShape(3, 5, 6, channels, 3, 2, 1, 0, 1));
            shapes.add(new PoolingShape(2, 7, 9, channels, 2, 3, 4, 1, 0));
            shapes.add(new PoolingShape(2, 7, 10, channels, 2, 3, 4, 0, 0));
            shapes.add(new PoolingShape(2, 7, 10, channels, 3, 3, 3, 0, 0));
            shapes.add(PoolingShape.global(new PoolingShape(2, 5, 7, channels, 1, 1, 1, 0, 0).input()));
        }
        shapes.add(new PoolingShape(0, 4, 4, 16, 2, 2, 2, 0, 0));
        shapes.add(new PoolingShape(9, 32, 32, 16, 2, 2, 2, 0, 0));
        return shapes;
    }

    /// Equal numbers, zeros of both signs, a NaN and infinities.
    private static void poison(float[] x) {
        for (int i = 0; i < x.length; i += 3) {
            x[i] = i % 2 == 0 ? 0f : -0f;
        }
        if (x.length > 20) {
            x[7] = Float.NaN;
            x[11] = Float.POSITIVE_INFINITY;
            x[13] = Float.NEGATIVE_INFINITY;
        }
    }

    private static double dot(float[] a, float[] b) {
        return new ScalarKernels().dot(new Span(a, 1, a.length - 2), new Span(b, 1, b.length - 2));
    }
}

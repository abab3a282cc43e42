package dev.orthant.tensor.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orthant.tensor.ConvolutionShape;
import dev.orthant.tensor.Padding;
import dev.orthant.tensor.ShapeException;
import dev.orthant.tensor.Span;
import dev.orthant.tensor.parallel.Parallel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

class WinogradTest {
    private static final int SEED = 23;

    /// Numbers before and after the spans, which no kernel may read or write.
    private static final int MARGIN = 7;

    private static final float UNTOUCHED = 12345;

    private static final double AMPLIFICATION = 88.0 / 3;

    /// Roundings besides those of the sum over the channels: each transform is applied twice.
    private static final int ROUNDINGS = 2
            * (WinogradTransforms.INPUT_ROUNDINGS
                    + WinogradTransforms.WEIGHT_ROUNDINGS
                    + WinogradTransforms.OUTPUT_ROUNDINGS);

    /// Images that are no multiple of a tile, smaller than one, of several blocks; channels below, at and beyond a vector.
    private static List<ConvolutionShape> shapes() {
        List<ConvolutionShape> all = new ArrayList<>();
        for (int[] channels : new int[][] {{1, 1}, {5, 3}, {3, 32}, {16, 16}, {17, 33}, {32, 32}, {64, 64}, {32, 5}}) {
            all.add(shape(1, 8, 8, channels, Padding.zero(1)));
            all.add(shape(2, 7, 10, channels, Padding.zero(1)));
            all.add(shape(3, 6, 13, channels, Padding.valid()));
            all.add(shape(2, 5, 6, channels, Padding.circular(1)));
        }
        all.add(shape(1, 1, 1, new int[] {16, 16}, Padding.zero(1)));
        all.add(shape(2, 3, 2, new int[] {4, 6}, new Padding.Zero(5, 2)));
        all.add(shape(1, 2, 9, new int[] {4, 16}, Padding.circular(2)));
        all.add(shape(0, 8, 8, new int[] {4, 16}, Padding.zero(1)));
        all.add(shape(9, 20, 21, new int[] {32, 32}, Padding.zero(1)));
        all.add(shape(1, 9, 9, new int[] {300, 40}, Padding.zero(1)));
        return all;
    }

    private static ConvolutionShape shape(int batch, int height, int width, int[] channels, Padding padding) {
        return new ConvolutionShape(batch, height, width, channels[0], channels[1], 3, 3, 1, 1, 1, padding);
    }

    private static float[] gaussian(int seed, int length) {
        float[] numbers = new float[length];
        new ScalarKernels().gaussian(seed, 0, new Span(numbers, 0, length));
        return numbers;
    }

    private static float[] winograd(Kernels kernels, ConvolutionShape shape, float[] x, float[] w) {
        Span output = within(new float[shape.output().size()], UNTOUCHED);
        Arrays.fill(output.array(), UNTOUCHED);
        kernels.convolution().winogradForward(shape, within(x, Float.NaN), within(w, Float.NaN), output);
        for (int i = 0; i < MARGIN; i++) {
            assertEquals(UNTOUCHED, output.array()[i], "before the output of " + shape);
            assertEquals(UNTOUCHED, output.array()[MARGIN + output.length() + i], "behind the output of " + shape);
        }
        return Arrays.copyOfRange(output.array(), MARGIN, MARGIN + output.length());
    }

    private static Span within(float[] numbers, float margin) {
        float[] array = new float[numbers.length + 2 * MARGIN];
        Arrays.fill(array, margin);
        System.arraycopy(numbers, 0, array, MARGIN, numbers.length);
        return new Span(array, MARGIN, numbers.length);
    }

    private static float[] definition(ConvolutionShape shape, float[] x, float[] w) {
        return ConvolutionCases.Pass.FORWARD.result(new ScalarConvolution(), shape, x, w);
    }

    /// The bound of [ConvolutionKernels#winogradForward], image by image and filter by filter, and the rounding of the definition to float32
    /// itself: u |y| ≤ u max |x| Σ |w|.
    @Test
    void theErrorKeepsTheStatedBound() {
        for (Kernels kernels : Providers.all()) {
            for (ConvolutionShape shape : shapes()) {
                float[] x = gaussian(SEED, shape.input().size());
                float[] w = gaussian(SEED + 1, shape.weights().size());
                float[] exact = definition(shape, x, w);
                float[] actual = winograd(kernels, shape, x, w);
                double nu = (shape.inChannels() + ROUNDINGS) * 0x1p-24;
                double factor = nu / (1 - nu) * AMPLIFICATION * AMPLIFICATION + 0x1p-24;
                for (int i = 0; i < actual.length; i++) {
                    int k = i % shape.outChannels();
                    double bound = factor * largest(x, shape, i) * sumOfSizes(w, shape, k);
                    double error = Math.abs((double) actual[i] - exact[i]);
                    String message = kernels.name() + " seed " + SEED + " " + shape + " at " + i;
                    assertTrue(error <= bound, () -> message + ": " + error + ", bound " + bound);
                }
            }
        }
    }

    private static double largest(float[] x, ConvolutionShape shape, int outputIndex) {
        int size = x.length / shape.batch();
        int image = outputIndex / (shape.output().size() / shape.batch());
        double largest = 0;
        for (int i = image * size; i < (image + 1) * size; i++) {
            largest = Math.max(largest, Math.abs(x[i]));
        }
        return largest;
    }

    private static double sumOfSizes(float[] w, ConvolutionShape shape, int filter) {
        int size = w.length / shape.outChannels();
        double sum = 0;
        for (int i = filter * size; i < (filter + 1) * size; i++) {
            sum += Math.abs(w[i]);
        }
        return sum;
    }

    /// The bound is far above what happens, so that it would not notice a small mistake with many channels. For normal numbers
    /// the root of the mean squared error was 0.2 to 1.9 · 10⁻⁶ of that of the results for 1 to 64 channels and 3.3 · 10⁻⁶ for 300, of the direct
    /// kernel 0.5 to 4.4 · 10⁻⁷ (measured at this seed); one wrong coefficient makes it 10⁻² or more.
    @Test
    void theErrorOfNormalNumbersIsAFewRoundings() {
        for (Kernels kernels : Providers.all()) {
            for (ConvolutionShape shape : shapes()) {
                float[] x = gaussian(SEED, shape.input().size());
                float[] w = gaussian(SEED + 1, shape.weights().size());
                float[] exact = definition(shape, x, w);
                float[] direct = ConvolutionCases.Pass.FORWARD.result(kernels.convolution(), shape, x, w);
                float[] actual = winograd(kernels, shape, x, w);
                double size = rootOfMeanSquare(exact, new float[exact.length]);
                double error = rootOfMeanSquare(actual, exact);
                String message = kernels.name() + " " + shape + ": " + error / size;
                assertTrue(error <= 5e-6 * size, message);
                assertTrue(rootOfMeanSquare(actual, direct) <= 6e-6 * size, message + " beside the direct kernel");
            }
        }
    }

    private static double rootOfMeanSquare(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += ((double) a[i] - b[i]) * ((double) a[i] - b[i]);
        }
        return Math.sqrt(sum / Math.max(1, a.length));
    }

    @Test
    void anyNumberOfThreadsGivesTheSameBits() throws Exception {
        for (Kernels kernels : Providers.all()) {
            for (ConvolutionShape shape : shapes()) {
                float[] x = gaussian(SEED, shape.input().size());
                float[] w = gaussian(SEED + 1, shape.weights().size());
                float[] one = Parallel.withThreads(1, () -> winograd(kernels, shape, x, w));
                for (int threads : new int[] {2, 3, 8}) {
                    float[] more = Parallel.withThreads(threads, () -> winograd(kernels, shape, x, w));
                    assertEquals(-1, Arrays.mismatch(one, more), shape + " threads " + threads);
                }
            }
        }
    }

    @Test
    @EnabledIf("dev.orthant.tensor.kernel.Providers#vectorsPresent")
    void aNotANumberStaysInItsImageAndItsTiles() {
        ConvolutionShape shape = shape(2, 12, 12, new int[] {4, 4}, Padding.zero(1));
        float[] x = gaussian(SEED, shape.input().size());
        float[] w = gaussian(SEED + 1, shape.weights().size());
        float[] clean = winograd(new VectorKernels(), shape, x, w);
        x[0] = Float.NaN; // the first pixel: under the window of the first tile alone
        float[] poisoned = winograd(new VectorKernels(), shape, x, w);
        for (int i = 0; i < clean.length; i++) {
            int pixel = i / 4;
            boolean firstTile = pixel < 12 * 4 && pixel % 12 < 4;
            if (!firstTile) {
                assertEquals(clean[i], poisoned[i], "at " + i);
            }
        }
        assertTrue(Float.isNaN(poisoned[0]));
    }

    @Test
    void anotherKindOfConvolutionIsAnError() {
        for (Kernels kernels : Providers.all()) {
            for (ConvolutionShape shape : List.of(
                    new ConvolutionShape(1, 9, 9, 4, 4, 3, 3, 2, 1, 1, Padding.zero(1)),
                    new ConvolutionShape(1, 9, 9, 4, 4, 3, 3, 1, 2, 1, Padding.zero(1)),
                    new ConvolutionShape(1, 9, 9, 4, 4, 3, 3, 1, 1, 2, Padding.zero(1)),
                    new ConvolutionShape(1, 9, 9, 4, 4, 3, 5, 1, 1, 1, Padding.zero(1)))) {
                ShapeException thrown = assertThrows(
                        ShapeException.class,
                        () -> winograd(
                                kernels,
                                shape,
                                new float[shape.input().size()],
                                new float[shape.weights().size()]));
                assertEquals(
                        "Winograd convolution: a kernel of 3 x " + shape.kernelWidth() + " with stride "
                                + shape.stride() + ", dilation " + shape.dilation() + " and groups " + shape.groups()
                                + " came; 3 x 3 with stride 1, dilation 1 and groups 1 is required;"
                                + " use the direct convolution",
                        thrown.getMessage());
            }
        }
    }

    /// The constant of the bound: the largest element of |Aᵀ| diag(b) |G| with b the row sums of |Bᵀ|.
    @Test
    void theAmplificationIsThatOfTheMatrices() {
        double[] b = {10, 10, 10, 6, 6, 10};
        double[][] a = {{1, 1, 1, 1, 1, 0}, {0, 1, 1, 2, 2, 0}, {0, 1, 1, 4, 4, 0}, {0, 1, 1, 8, 8, 1}};
        double[][] g = {
            {1 / 4.0, 0, 0},
            {1 / 6.0, 1 / 6.0, 1 / 6.0},
            {1 / 6.0, 1 / 6.0, 1 / 6.0},
            {1 / 24.0, 1 / 12.0, 1 / 6.0},
            {1 / 24.0, 1 / 12.0, 1 / 6.0},
            {0, 0, 1}
        };
        double largest = 0;
        for (double[] row : a) {
            for (int tap = 0; tap < 3; tap++) {
                double sum = 0;
                for (int place = 0; place < 6; place++) {
                    sum += row[place] * b[place] * g[place][tap];
                }
                largest = Math.max(largest, sum);
            }
        }
        assertEquals(AMPLIFICATION, largest, 1e-13); // a few float64 roundings
    }
}

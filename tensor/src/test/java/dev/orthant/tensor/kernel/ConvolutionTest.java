package dev.orthant.tensor.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orthant.tensor.ConvolutionShape;
import dev.orthant.tensor.MatrixView;
import dev.orthant.tensor.Padding;
import dev.orthant.tensor.Span;
import dev.orthant.tensor.kernel.ConvolutionCases.Pass;
import dev.orthant.tensor.parallel.Parallel;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ConvolutionTest {
    private static final int SEED = 11;
    private static final ConvolutionKernels DEFINITION = new ScalarConvolution();

    @Test
    void theDefinitionIsTheSumThatItSays() {
        // One image 2 x 3 with one channel, kernel 2 x 2: a b c / d e f times p q / r s.
        float[] image = {1, 2, 3, 4, 5, 6};
        float[] kernel = {10, 20, 30, 40};
        ConvolutionShape valid = new ConvolutionShape(1, 2, 3, 1, 1, 2, 2, 1, 1, 1, Padding.valid());
        assertArrayEquals(
                new float[] {10 + 40 + 120 + 200, 20 + 60 + 150 + 240},
                Pass.FORWARD.result(DEFINITION, valid, image, kernel));
        assertArrayEquals(
                new float[] {10, 20 + 100, 200, 30, 40 + 300, 400},
                Pass.INPUT_GRADIENT.result(DEFINITION, valid, new float[] {1, 10}, kernel));
        assertArrayEquals(
                new float[] {1 + 20, 2 + 30, 4 + 50, 5 + 60},
                Pass.WEIGHT_GRADIENT.result(DEFINITION, valid, image, new float[] {1, 10}));
        // With stride 2, padded by zeros and by the repeated image: the first window sees only (or also) a corner.
        ConvolutionShape zero = new ConvolutionShape(1, 2, 3, 1, 1, 2, 2, 2, 1, 1, Padding.zero(1));
        assertArrayEquals(
                new float[] {40, 2 * 30 + 3 * 40, 4 * 20, 5 * 10 + 6 * 20},
                Pass.FORWARD.result(DEFINITION, zero, image, kernel));
        ConvolutionShape circular = new ConvolutionShape(1, 2, 3, 1, 1, 2, 2, 2, 1, 1, Padding.circular(1));
        assertArrayEquals(
                new float[] {
                    6 * 10 + 4 * 20 + 3 * 30 + 40,
                    5 * 10 + 6 * 20 + 2 * 30 + 3 * 40,
                    6 * 10 + 4 * 20 + 3 * 30 + 40,
                    5 * 10 + 6 * 20 + 2 * 30 + 3 * 40
                },
                Pass.FORWARD.result(DEFINITION, circular, image, kernel));
    }

    /// ⟨y(x, w), g⟩ = ⟨x, dX(g, w)⟩ = ⟨w, dW(x, g)⟩. All three are sums of the same float64 products, rounded once to
    /// float32 in between; so they differ from the exact sum by at most u Σ|x w g| with u = 2⁻²⁴ (and float64 roundings,
    /// covered by the factor 1.001).
    @Test
    void theGradientsAreTheAdjoints() {
        for (ConvolutionShape shape : ConvolutionCases.all()) {
            float[] x = Providers.numbers(SEED, shape.input().size());
            float[] w = Providers.numbers(SEED + 1, shape.weights().size());
            float[] g = Providers.numbers(SEED + 2, shape.output().size());
            double forward = dot(Pass.FORWARD.result(DEFINITION, shape, x, w), g);
            double bound = 2
                    * 1.001
                    * 0x1p-24
                    * dot(Pass.FORWARD.result(DEFINITION, shape, absolute(x), absolute(w)), absolute(g));
            String message = "seed " + SEED + " " + shape;
            assertEquals(forward, dot(x, Pass.INPUT_GRADIENT.result(DEFINITION, shape, g, w)), bound, message);
            assertEquals(forward, dot(w, Pass.WEIGHT_GRADIENT.result(DEFINITION, shape, x, g)), bound, message);
        }
    }

    @Test
    void theBiasIsAddedToTheRoundedSums() {
        for (Kernels kernels : Providers.all()) {
            for (ConvolutionShape shape : ConvolutionCases.all()) {
                float[] x = Providers.numbers(SEED, shape.input().size());
                float[] w = Providers.numbers(SEED + 1, shape.weights().size());
                float[] b = Providers.numbers(SEED + 2, shape.outChannels());
                float[] expected = Pass.FORWARD.result(kernels.convolution(), shape, x, w);
                for (int i = 0; i < expected.length; i++) {
                    expected[i] += b[i % b.length];
                }
                Span output = new Span(new float[expected.length], 0, expected.length);
                kernels.convolution()
                        .forwardWithBias(
                                shape,
                                new Span(x, 0, x.length),
                                new Span(w, 0, w.length),
                                new Span(b, 0, b.length),
                                output);
                assertArrayEquals(expected, output.array(), kernels.name() + " seed " + SEED + " " + shape);
            }
        }
    }

    /// A float32 sum of d products in any order, fused or not, differs from the exact one by at most γ Σ|a b| with
    /// γ = d u / (1 − d u) and one rounding more for each product (Higham 2002, section 3.1).
    @Test
    void allKernelsAgreeWithTheDefinition() {
        for (Kernels kernels : Providers.all()) {
            for (ConvolutionShape shape : ConvolutionCases.all()) {
                for (Pass pass : Pass.values()) {
                    float[] left = Providers.numbers(SEED, pass.leftSize(shape));
                    float[] right = Providers.numbers(SEED + 1, pass.rightSize(shape));
                    float[] expected = pass.result(DEFINITION, shape, left, right);
                    float[] sizes = pass.result(DEFINITION, shape, absolute(left), absolute(right));
                    float[] actual = pass.result(kernels.convolution(), shape, left, right);
                    double nu = (pass.depth(shape) + 2) * 0x1p-24;
                    for (int i = 0; i < actual.length; i++) {
                        double bound = nu / (1 - nu) * sizes[i];
                        int index = i;
                        assertTrue(
                                Math.abs((double) actual[i] - expected[i]) <= bound,
                                () -> kernels.name() + " " + pass + " seed " + SEED + " " + shape + " at " + index
                                        + ": " + actual[index] + ", expected " + expected[index] + ", bound " + bound);
                    }
                }
            }
        }
    }

    /// Where the definition gives a NaN or an infinity the kernels give it too, and elsewhere a finite number.
    @Test
    void notANumberAndInfinitiesGoWhereTheDefinitionTakesThem() {
        for (Kernels kernels : Providers.all()) {
            for (ConvolutionShape shape : ConvolutionCases.all()) {
                if (shape.batch() == 0) {
                    continue;
                }
                for (Pass pass : Pass.values()) {
                    for (float poison : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
                        float[] left = Providers.numbers(SEED, pass.leftSize(shape));
                        float[] right = Providers.numbers(SEED + 1, pass.rightSize(shape));
                        left[left.length / 3] = poison;
                        right[right.length - 1] = poison;
                        float[] expected = pass.result(DEFINITION, shape, left, right);
                        float[] actual = pass.result(kernels.convolution(), shape, left, right);
                        for (int i = 0; i < actual.length; i++) {
                            String message = kernels.name() + " " + pass + " " + shape + " at " + i;
                            if (Float.isFinite(expected[i])) {
                                assertTrue(Float.isFinite(actual[i]), message);
                            } else {
                                assertEquals(expected[i], actual[i], message);
                            }
                        }
                    }
                }
            }
        }
    }

    @Test
    void anyNumberOfThreadsGivesTheSameBits() throws Exception {
        for (Kernels kernels : Providers.all()) {
            for (ConvolutionShape shape : ConvolutionCases.all()) {
                for (Pass pass : Pass.values()) {
                    float[] left = Providers.numbers(SEED, pass.leftSize(shape));
                    float[] right = Providers.numbers(SEED + 1, pass.rightSize(shape));
                    float[] one = Parallel.withThreads(1, () -> pass.result(kernels.convolution(), shape, left, right));
                    for (int threads : new int[] {2, 3, 8}) {
                        float[] more = Parallel.withThreads(
                                threads, () -> pass.result(kernels.convolution(), shape, left, right));
                        assertEquals(-1, Arrays.mismatch(one, more), pass + " " + shape + " threads " + threads);
                    }
                }
            }
        }
    }

    @Test
    void aKernelOfOnePixelIsAMatrixProduct() {
        ConvolutionShape shape = new ConvolutionShape(2, 3, 5, 7, 9, 1, 1, 1, 1, 1, Padding.valid());
        float[] x = Providers.numbers(SEED, shape.input().size());
        float[] w = Providers.numbers(SEED + 1, shape.weights().size());
        Kernels scalar = new ScalarKernels();
        float[] product = new float[shape.output().size()];
        scalar.multiplyTransposedRight(
                new MatrixView(x, 0, 30, 7, 7), new MatrixView(w, 0, 9, 7, 7), new MatrixView(product, 0, 30, 9, 9));
        // Both sum in float64 and round once: a number may differ by that rounding alone.
        assertArrayEquals(product, Pass.FORWARD.result(DEFINITION, shape, x, w), 0x1p-22f);
    }

    static float[] absolute(float[] numbers) {
        float[] absolute = numbers.clone();
        for (int i = 0; i < absolute.length; i++) {
            absolute[i] = Math.abs(absolute[i]);
        }
        return absolute;
    }

    private static double dot(float[] a, float[] b) {
        return new ScalarKernels().dot(new Span(a, 0, a.length), new Span(b, 0, b.length));
    }
}

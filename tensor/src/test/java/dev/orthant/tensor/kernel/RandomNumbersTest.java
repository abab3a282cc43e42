package dev.orthant.tensor.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orthant.tensor.Span;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RandomNumbersTest {
    private static final long SEED = 42;

    /// Known answers of threefry4x32, 13 rounds, from the Random123 distribution (file kat_vectors).
    @Test
    void threefryGivesThePublishedAnswers() {
        assertArrayEquals(
                new int[] {0x531c7e4f, 0x39491ee5, 0x2c855a92, 0x3d6abf9a},
                encrypted(0, 0, 0, 0, new int[] {0, 0, 0, 0}));
        assertArrayEquals(
                new int[] {0xc4189358, 0x1c9cc83a, 0xd5881c67, 0x6a0a89e0},
                encrypted(-1, -1, -1, -1, new int[] {-1, -1, -1, -1}));
        assertArrayEquals(
                new int[] {0x4aa71d8f, 0x734738c2, 0x431fc6a8, 0xae6debf1},
                encrypted(0xa4093822, 0x299f31d0, 0x082efa98, 0xec4e6c89, new int[] {
                    0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344
                }));
    }

    private static int[] encrypted(int key0, int key1, int key2, int key3, int[] counter) {
        Threefry.encrypt(key0, key1, key2, key3, counter);
        return counter;
    }

    @Test
    void allKernelsGiveTheSameBitsWhereverTheStreamIsEntered() {
        for (long start : new long[] {0, 1L << 36, (1L << 34) - 512}) { // the last one carries into the second word
            float[] gaussian = new float[3000];
            float[] uniform = new float[3000];
            new ScalarKernels().gaussian(SEED, start, new Span(gaussian, 0, 3000));
            new ScalarKernels().uniform(SEED, start, new Span(uniform, 0, 3000));
            for (Kernels kernels : Providers.all()) {
                for (int skip : new int[] {0, 1, 63, 64, 65, 1000, 1024}) {
                    for (int length : new int[] {0, 1, 15, 16, 17, 33, 1000, 1900}) {
                        String where = kernels.name() + " from " + (start + skip) + ", " + length;
                        float[] out = new float[length + 2];
                        kernels.gaussian(SEED, start + skip, new Span(out, 1, length));
                        assertEquals(0, out[0] + out[length + 1], where);
                        assertArrayEquals(
                                Arrays.copyOfRange(gaussian, skip, skip + length),
                                Arrays.copyOfRange(out, 1, length + 1),
                                where);
                        kernels.uniform(SEED, start + skip, new Span(out, 1, length));
                        assertArrayEquals(
                                Arrays.copyOfRange(uniform, skip, skip + length),
                                Arrays.copyOfRange(out, 1, length + 1),
                                where);
                    }
                }
            }
        }
    }

    @Test
    void theExtremeWordsGiveOpenUniformsAndFiniteNormals() {
        int[] words = new int[64];
        Arrays.fill(words, 32, 64, -1);
        float[] out = new float[64];
        ScalarRandom.uniforms(words, out, 1);
        assertEquals(0x1p-24f, out[0]);
        assertEquals(1 - 0x1p-24f, out[63]);
        assertEquals(Math.sqrt(62 * Math.log(2)), NormalNumbers.radius(0), 1e-6); // two ulps of 6.56
        assertEquals(NormalNumbers.radius(0), NormalNumbers.radius(-1));
        assertEquals(0, Math.abs(NormalNumbers.radius(Integer.MAX_VALUE)));
        assertEquals(0, Math.abs(NormalNumbers.radius(Integer.MIN_VALUE)));
    }

    /// Against Math.log, Math.sin and Math.cos over the whole range of words; six roundings of 2⁻²⁴ bound what the
    /// polynomials and their evaluation add.
    @Test
    void radiusAndDirectionAreAccurateForAllWords() {
        for (long word = 0; word < 1L << 32; word += word < 4096 ? 1 : 99_991) {
            double u = Math.abs((float) ((int) word | 1)) * 0x1p-31; // the word as rounded to float
            double radius = Math.sqrt(-2 * Math.log(u));
            assertEquals(radius, NormalNumbers.radius((int) word), 6 * 0x1p-24 * radius + 1e-12, "word " + word);
            double angle = (int) word * 0x1p-32 * Math.PI / 2;
            assertEquals(Math.sin(angle), NormalNumbers.sine((int) word), 6 * 0x1p-24, "word " + word);
            assertEquals(
                    Math.cos(angle), Math.abs(NormalNumbers.signedCosine((int) word, 0)), 6 * 0x1p-24, "word " + word);
        }
    }

    /// Standard error of the mean of x^p over n normals: √((m₂ₚ − mₚ²) / n), with mₚ = (p − 1)!! for even p, 0 for odd.
    @Test
    void momentsUpToTheEighthAreThoseOfTheNormalLaw() {
        int count = 1 << 20;
        float[] numbers = gaussian(count);
        for (int p = 1; p <= 8; p++) {
            double sum = 0;
            for (float number : numbers) {
                sum += Math.pow(number, p);
            }
            double error = Math.sqrt((moment(2 * p) - moment(p) * moment(p)) / count);
            assertEquals(moment(p), sum / count, 4 * error, "moment " + p + ", seed " + SEED);
        }
    }

    private static double moment(int p) {
        double product = p % 2 == 0 ? 1 : 0;
        for (int factor = p - 1; factor > 1; factor -= 2) {
            product *= factor;
        }
        return product;
    }

    /// Kolmogorov's statistic D √n exceeds 1.95 with probability 0.001. Its resolution at n = 10⁷ is 6·10⁻⁴, ten thousand
    /// times what float32 adds by rounding.
    @Test
    void gaussianAndUniformPassKolmogorovsTest() {
        int count = 10_000_000;
        float[] numbers = gaussian(count);
        float[] uniforms = new float[count];
        ActiveKernels.get().uniform(SEED, 0, new Span(uniforms, 0, count));
        Arrays.parallelSort(numbers);
        Arrays.parallelSort(uniforms);
        double worst = 0;
        double worstUniform = 0;
        for (int i = 0; i < count; i++) {
            double middle = (i + 0.5) / count;
            worst = Math.max(worst, Math.abs(normalDistribution(numbers[i]) - middle));
            worstUniform = Math.max(worstUniform, Math.abs(uniforms[i] - middle));
        }
        assertTrue(worst * Math.sqrt(count) < 1.95, "gaussian, D = " + worst + ", seed " + SEED);
        assertTrue(worstUniform * Math.sqrt(count) < 1.95, "uniform, D = " + worstUniform + ", seed " + SEED);
    }

    /// Counts beyond 3 and 4 standard deviations, within 4 standard errors √(n p).
    @Test
    void theTailsHaveTheRightWeight() {
        int count = 1 << 22;
        float[] numbers = gaussian(count);
        for (double limit : new double[] {3, 4}) {
            int beyond = 0;
            for (float number : numbers) {
                beyond += Math.abs(number) > limit ? 1 : 0;
            }
            double expected = 2 * normalDistribution(-limit) * count;
            assertEquals(expected, beyond, 4 * Math.sqrt(expected), "beyond " + limit + ", seed " + SEED);
        }
    }

    private static float[] gaussian(int count) {
        float[] numbers = new float[count];
        ActiveKernels.get().gaussian(SEED, 0, new Span(numbers, 0, count));
        return numbers;
    }

    /// Φ(x) = ½ + φ(x) (x + x³/3 + x⁵/(3·5) + …) (Marsaglia 2004).
    private static double normalDistribution(double x) {
        double term = x;
        double sum = x;
        for (int i = 3; Math.abs(term) > 1e-17; i += 2) {
            term *= x * x / i;
            sum += term;
        }
        return 0.5 + sum * Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
    }
}

package dev.orthant.tensor.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orthant.tensor.parallel.Parallel;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Bounds are those of a sum of k products in any order, fused or not: γ Σ|aₖ bₖ|, γ = (k + 2) u / (1 − (k + 2) u) with
/// u = 2⁻⁵³ (Higham 2002, section 3.1).
class DoubleKernelsTest {
    private static final double UNIT_ROUNDOFF = 0x1p-53;
    private static final double UNTOUCHED = 12345;
    private static final int[] SIZES = {0, 1, 2, 5, 7, 8, 23, 24, 25, 49, 70};

    @Test
    void productsAgreeWithTheSumInEveryLayout() {
        for (DoubleKernels kernels : all()) {
            for (int m : SIZES) {
                for (int n : SIZES) {
                    for (int k : new int[] {0, 1, 3, 33}) {
                        for (int layout = 0; layout < 8; layout++) {
                            checkProduct(kernels, m, n, k, layout);
                        }
                    }
                }
            }
            checkProduct(kernels, 150, 1050, 300, 0); // beyond one block in columns and in depth
            checkProduct(kernels, 200, 130, 530, 7);
        }
    }

    @Test
    void theLowerTriangleHasTheBitsOfTheProductAndNothingElseChanges() {
        for (DoubleKernels kernels : all()) {
            for (int n : new int[] {1, 6, 24, 25, 100, 1040}) {
                DoubleView a = view(1, n, 40, false);
                DoubleView full = view(2, n, n, false);
                DoubleView lower = copy(full);
                DoubleView before = copy(full);
                kernels.multiply(-0.5, a, a.transposed(), 1, full);
                kernels.multiplyLower(-0.5, a, a.transposed(), 1, lower);
                for (int i = 0; i < n; i++) {
                    for (int j = 0; j < n; j++) {
                        assertEquals(j <= i ? full.at(i, j) : before.at(i, j), lower.at(i, j), n + ": " + i + ", " + j);
                    }
                }
            }
        }
    }

    @Test
    void aPartOfTheProductIsTheProductOfPartsBitForBit() {
        for (DoubleKernels kernels : all()) {
            DoubleView a = view(3, 61, 300, false);
            DoubleView b = view(4, 300, 75, true);
            DoubleView whole = zeros(61, 75);
            kernels.multiply(1, a, b, 0, whole);
            DoubleView single = zeros(1, 1);
            for (int[] place : new int[][] {{0, 0}, {13, 24}, {60, 74}, {59, 1}}) {
                kernels.multiply(
                        1, a.rowRange(place[0], place[0] + 1), b.columnRange(place[1], place[1] + 1), 0, single);
                assertEquals(whole.at(place[0], place[1]), single.at(0, 0));
            }
            DoubleView gram = zeros(61, 61);
            kernels.multiply(1, a, a.transposed(), 0, gram);
            assertEquals(gram.at(3, 50), gram.at(50, 3));
        }
    }

    @Test
    void overwritingIgnoresWhatWasThere() {
        for (DoubleKernels kernels : all()) {
            DoubleView c = zeros(30, 30);
            Arrays.fill(c.array(), Double.NaN);
            DoubleView a = view(5, 30, 300, false);
            kernels.multiply(1, a, a.transposed(), 0, c);
            assertTrue(Arrays.stream(c.array()).allMatch(Double::isFinite));
        }
    }

    /// |T| |X − X̂| is bounded by γₙ |T| |X̂| row by row (Higham 2002, theorem 8.5): compared by the residual.
    @Test
    void triangularSolvesHaveSmallResiduals() {
        for (DoubleKernels kernels : all()) {
            for (int n : new int[] {0, 1, 2, 3, 63, 64, 65, 130, 200}) {
                for (int columns : new int[] {0, 1, 31, 33, 100}) {
                    for (int layout = 0; layout < 4; layout++) {
                        checkSolve(kernels, n, columns, (layout & 1) > 0, (layout & 2) > 0);
                    }
                }
            }
        }
    }

    @Test
    void rowsAgreeWithTheSum() {
        for (DoubleKernels kernels : all()) {
            for (int length : new int[] {0, 1, 7, 8, 9, 31, 32, 33, 100}) {
                double[] x = Arrays.copyOfRange(numbers(6, 3 + length), 0, 3 + length);
                double[] y = numbers(7, 5 + length);
                double exact = 0;
                double absolute = 0;
                for (int i = 0; i < length; i++) {
                    exact += x[3 + i] * y[5 + i];
                    absolute += Math.abs(x[3 + i] * y[5 + i]);
                }
                assertEquals(exact, kernels.dot(x, 3, y, 5, length), 2 * gamma(length) * absolute);
                double[] sum = y.clone();
                kernels.addScaled(-0.5, x, 3, sum, 5, length);
                double[] first = x.clone();
                double[] second = y.clone();
                kernels.rotate(0.6, 0.8, first, 3, second, 5, length);
                for (int i = 0; i < length; i++) {
                    assertEquals(y[5 + i] - 0.5 * x[3 + i], sum[5 + i], 3 * UNIT_ROUNDOFF);
                    assertEquals(0.6 * x[3 + i] - 0.8 * y[5 + i], first[3 + i], 5 * UNIT_ROUNDOFF);
                    assertEquals(0.8 * x[3 + i] + 0.6 * y[5 + i], second[5 + i], 5 * UNIT_ROUNDOFF);
                }
                assertEquals(y[4], sum[4]);
                assertEquals(x[2], first[2]);
            }
            DoubleView a = view(8, 9, 37, false);
            double[] x = numbers(9, 40);
            double[] y = new double[12];
            kernels.multiplyVector(a, x, 3, y, 2);
            for (int i = 0; i < 9; i++) {
                assertEquals(kernels.dot(a.array(), a.index(i, 0), x, 3, 37), y[2 + i]);
            }
            assertEquals(0, y[11]);
        }
    }

    @Test
    void aChainOfRotationsIsTheRotationsOneByOne() {
        for (DoubleKernels kernels : all()) {
            for (int columns : new int[] {0, 1, 31, 32, 70}) {
                for (int rows : new int[] {0, 1, 2, 9}) {
                    DoubleView chained = view(10, rows, columns, false);
                    DoubleView single = copy(chained);
                    double[] cosines = new double[12];
                    double[] sines = new double[12];
                    for (int i = 0; i + 1 < rows; i++) {
                        cosines[3 + i] = Math.cos(i + 1);
                        sines[3 + i] = Math.sin(i + 1);
                    }
                    kernels.rotateUpwards(chained, cosines, sines, 3);
                    for (int i = rows - 2; i >= 0; i--) {
                        double[] array = single.array();
                        kernels.rotate(
                                cosines[3 + i],
                                sines[3 + i],
                                array,
                                single.index(i, 0),
                                array,
                                single.index(i + 1, 0),
                                columns);
                    }
                    assertArrayEquals(single.array(), chained.array(), 2 * rows * 4 * UNIT_ROUNDOFF);
                }
            }
        }
    }

    @Test
    void anyNumberOfThreadsGivesTheSameBits() throws Exception {
        for (DoubleKernels kernels : all()) {
            double[] one = Parallel.withThreads(1, () -> large(kernels));
            for (int threads : new int[] {2, 3, 8}) {
                assertArrayEquals(one, Parallel.withThreads(threads, () -> large(kernels)));
            }
        }
    }

    private static double[] large(DoubleKernels kernels) {
        DoubleView a = view(11, 290, 300, false);
        DoubleView c = zeros(290, 290);
        kernels.multiply(1, a, a.transposed(), 0, c);
        for (int i = 0; i < 290; i++) {
            c.array()[c.index(i, i)] += 300;
        }
        kernels.multiplyLower(-1e-3, a, a.transposed(), 1, c);
        kernels.solveLower(c, a);
        kernels.solveUpper(c.transposed(), a);
        return a.array();
    }

    private static void checkProduct(DoubleKernels kernels, int m, int n, int k, int layout) {
        DoubleView a = view(12, m, k, (layout & 1) > 0);
        DoubleView b = view(13, k, n, (layout & 2) > 0);
        DoubleView c = view(14, m, n, (layout & 4) > 0);
        DoubleView before = copy(c);
        double keep = layout % 3 * 0.5;
        kernels.multiply(-0.75, a, b, keep, c);
        String message = kernels + " " + m + " x " + n + " x " + k + ", layout " + layout;
        int stride = Math.max(1, m * n / 4000); // all elements of small products, some of large ones
        for (int place = 0; place < m * n; place += stride) {
            int i = place / n;
            int j = place % n;
            double sum = 0;
            double absolute = Math.abs(keep * before.at(i, j));
            for (int l = 0; l < k; l++) {
                sum += a.at(i, l) * b.at(l, j);
                absolute += Math.abs(a.at(i, l) * b.at(l, j));
            }
            double exact = -0.75 * sum + keep * before.at(i, j);
            assertEquals(exact, c.at(i, j), 2 * gamma(k + 1) * absolute, message);
        }
        assertEquals(UNTOUCHED, c.array()[c.from() - 1], message);
        for (int i = 0; i < (c.columnStep() == 1 ? m : n); i++) { // the gaps between the rows
            int gap = c.from() + i * Math.max(c.rowStep(), c.columnStep()) + (c.columnStep() == 1 ? n : m);
            assertEquals(UNTOUCHED, c.array()[gap], message);
        }
    }

    private static void checkSolve(DoubleKernels kernels, int n, int columns, boolean upper, boolean transposed) {
        DoubleView triangle = view(15, n, n, transposed);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                boolean other = upper ? j < i : j > i;
                int at = triangle.index(i, j);
                triangle.array()[at] =
                        other ? Double.NaN : i == j ? n + 1 : triangle.array()[at]; // NaN: must not be read
            }
        }
        DoubleView x = view(16, n, columns, transposed);
        DoubleView right = copy(x);
        if (upper) {
            kernels.solveUpper(triangle, x);
        } else {
            kernels.solveLower(triangle, x);
        }
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < columns; j++) {
                double sum = 0;
                double absolute = Math.abs(right.at(i, j));
                for (int l = upper ? i : 0; l < (upper ? n : i + 1); l++) {
                    sum += triangle.at(i, l) * x.at(l, j);
                    absolute += Math.abs(triangle.at(i, l) * x.at(l, j));
                }
                assertEquals(right.at(i, j), sum, 2 * gamma(n) * absolute, n + " x " + columns + ", upper " + upper);
            }
        }
    }

    private static double gamma(int terms) {
        return (terms + 2) * UNIT_ROUNDOFF / (1 - (terms + 2) * UNIT_ROUNDOFF);
    }

    private static List<DoubleKernels> all() {
        return Providers.all().stream().map(Kernels::doubles).toList();
    }

    /// In a small window of an array: rows further apart than they are long, and a start behind 0.
    private static DoubleView view(int seed, int rows, int columns, boolean transposed) {
        if (transposed) {
            return view(seed, columns, rows, false).transposed();
        }
        int stride = columns + 3;
        double[] array = new double[7 + rows * stride];
        Arrays.fill(array, UNTOUCHED);
        double[] numbers = numbers(seed, rows * columns);
        for (int i = 0; i < rows; i++) {
            System.arraycopy(numbers, i * columns, array, 5 + i * stride, columns);
        }
        return new DoubleView(array, 5, rows, columns, stride, 1);
    }

    private static DoubleView copy(DoubleView view) {
        return new DoubleView(
                view.array().clone(), view.from(), view.rows(), view.columns(), view.rowStep(), view.columnStep());
    }

    private static DoubleView zeros(int rows, int columns) {
        return DoubleView.rowMajor(new double[rows * columns], rows, columns);
    }

    static double[] numbers(int seed, int length) {
        float[] single = Providers.numbers(seed, length);
        double[] numbers = new double[length];
        Arrays.setAll(numbers, i -> single[i] + single[length - 1 - i] * 0x1p-24); // more digits than a float has
        return numbers;
    }
}

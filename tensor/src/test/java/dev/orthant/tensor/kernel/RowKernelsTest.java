package dev.orthant.tensor.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orthant.tensor.MatrixView;
import dev.orthant.tensor.Span;
import dev.orthant.tensor.parallel.Parallel;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/// Every method of [RowKernels]: the vector kernels against the definition, on any number of threads.
@EnabledIf("dev.orthant.tensor.kernel.Providers#vectorsPresent")
class RowKernelsTest {
    /// Where a matrix that results goes.
    private enum Place {
        APART,
        OVER_A,
        OVER_B
    }

    /// What the kernels are given: matrices [rows, columns], some numbers per row and per column, labels.
    private static final class Given {
        final MatrixView a;
        final MatrixView b;
        final MatrixView out;
        final Span perRow;
        final Span perColumn;
        final Span perRowOut;
        final Span perColumnOut;
        final Span contiguous;
        final int[] labels;
        final int[] indices;

        Given(int rows, int columns, int gap) {
            this(rows, columns, gap, Place.APART);
        }

        Given(int rows, int columns, int gap, Place place) {
            a = matrix(1, rows, columns, gap);
            b = matrix(2, rows, columns, 2 * gap);
            out = switch (place) {
                case APART -> matrix(3, rows, columns, gap);
                case OVER_A -> a;
                case OVER_B -> b;
            };
            perRow = new Span(numbers(4, rows + 2), 2, rows);
            perColumn = new Span(numbers(5, columns + 1), 1, columns);
            perRowOut = new Span(new float[rows + 3], 3, rows);
            perColumnOut = new Span(new float[columns + 1], 1, columns);
            contiguous = new Span(numbers(6, rows * columns + 1), 1, rows * columns);
            labels = new int[rows];
            indices = new int[rows * columns + 1];
            for (int i = 0; i < rows; i++) {
                labels[i] = columns == 0 ? 0 : (i * 7) % columns;
            }
        }

        private static final float[] NUMBERS = Providers.numbers(1, 400_000);

        /// Numbers in (−1, 1), cut from one list: the streams are slow one number at a time.
        private static float[] numbers(int seed, int length) {
            return Arrays.copyOfRange(NUMBERS, 997 * seed, 997 * seed + length);
        }

        private static MatrixView matrix(int seed, int rows, int columns, int gap) {
            return new MatrixView(numbers(seed, rows * (columns + gap) + seed), seed, rows, columns, columns + gap);
        }

        /// The matrix that results, without its gaps.
        float[] outRows() {
            float[] rows = new float[out.rows() * out.columns()];
            for (int i = 0; i < out.rows(); i++) {
                System.arraycopy(out.array(), out.from() + i * out.stride(), rows, i * out.columns(), out.columns());
            }
            return rows;
        }

        /// Everything that a kernel may have written.
        float[] written() {
            float[] all = new float
                    [out.array().length + perRowOut.array().length + perColumnOut.array().length + indices.length];
            int at = 0;
            for (float[] part : List.of(out.array(), perRowOut.array(), perColumnOut.array())) {
                System.arraycopy(part, 0, all, at, part.length);
                at += part.length;
            }
            for (int index : indices) {
                all[at++] = index;
            }
            return all;
        }
    }

    private interface Operation {
        void run(RowKernels kernels, Given given);
    }

    /// In every method's own name, with a suffix where it comes twice.
    private static Map<String, Operation> operations() {
        Map<String, Operation> all = new LinkedHashMap<>();
        all.put("addRow", (k, g) -> k.addRow(g.a, g.perColumn, g.out));
        all.put("addRowThenRelu", (k, g) -> k.addRowThenRelu(g.a, g.perColumn, g.out));
        all.put("multiplyRow", (k, g) -> k.multiplyRow(g.a, g.perColumn, g.out));
        all.put("addColumn", (k, g) -> k.addColumn(g.a, g.perRow, g.out));
        all.put("multiplyColumn", (k, g) -> k.multiplyColumn(g.a, g.perRow, g.out));
        all.put("sum", (k, g) -> k.sum(g.contiguous, last(g), g.perRowOut));
        all.put("sum first", (k, g) -> k.sum(g.contiguous, first(g), g.perColumnOut));
        all.put("mean", (k, g) -> k.mean(g.contiguous, last(g), g.perRowOut));
        all.put("mean first", (k, g) -> k.mean(g.contiguous, first(g), g.perColumnOut));
        all.put("maximum", (k, g) -> k.maximum(g.contiguous, last(g), g.perRowOut));
        all.put("maximum first", (k, g) -> k.maximum(g.contiguous, first(g), g.perColumnOut));
        all.put("minimum", (k, g) -> k.minimum(g.contiguous, last(g), g.perRowOut));
        all.put("minimum first", (k, g) -> k.minimum(g.contiguous, first(g), g.perColumnOut));
        all.put("argmax", (k, g) -> k.argmax(g.contiguous, last(g), g.indices, 1));
        all.put("argmax first", (k, g) -> k.argmax(g.contiguous, first(g), g.indices, 0));
        all.put("rowDots", (k, g) -> k.rowDots(g.a, g.b, g.perRowOut));
        all.put("columnDots", (k, g) -> k.columnDots(g.a, g.b, g.perColumnOut));
        all.put("softmax", (k, g) -> k.softmax(g.a, g.out));
        all.put("logSoftmax", (k, g) -> k.logSoftmax(g.a, g.out));
        all.put("softmaxGradient", (k, g) -> k.softmaxGradient(g.a, g.b, g.out));
        all.put("logSoftmaxGradient", (k, g) -> {
            k.logSoftmax(g.b, g.b); // the gradient takes nothing else
            k.logSoftmaxGradient(g.a, g.b, g.out);
        });
        all.put("crossEntropy", (k, g) -> k.crossEntropy(g.a, g.labels, g.perRowOut));
        all.put("crossEntropyGradient", (k, g) -> k.crossEntropyGradient(g.a, g.labels, g.perRow, g.out));
        all.put("rowStatistics", (k, g) -> k.rowStatistics(g.a, g.perRow, g.perRowOut));
        all.put("columnStatistics", (k, g) -> k.columnStatistics(g.a, g.perColumn, g.perColumnOut));
        all.put("inverseDeviation", (k, g) -> k.inverseDeviation(g.perRow, 1.1f, g.perRowOut));
        all.put("normaliseRows", (k, g) -> k.normaliseRows(g.a, g.perRow, g.perRow, g.out));
        all.put("normaliseColumns", (k, g) -> k.normaliseColumns(g.a, g.perColumn, g.perColumn, g.out));
        all.put("normaliseRowsGradient", (k, g) -> k.normaliseRowsGradient(g.a, g.b, g.perRow, g.out));
        all.put("normaliseColumnsGradient", (k, g) -> k.normaliseColumnsGradient(g.a, g.b, g.perColumn, g.out));
        all.put(
                "scaleNormalisedColumns",
                (k, g) -> k.scaleNormalisedColumns(g.a, g.perColumn, row(g, 0), row(g, 1), row(g, 2), g.out));
        all.put(
                "sumsOfNormalisedColumns sums",
                (k, g) -> k.sumsOfNormalisedColumns(g.a, g.b, g.perColumn, row(g, 0), g.perColumnOut, scratch(g)));
        all.put(
                "sumsOfNormalisedColumns dots",
                (k, g) -> k.sumsOfNormalisedColumns(g.a, g.b, g.perColumn, row(g, 0), scratch(g), g.perColumnOut));
        all.put(
                "scaleNormalisedColumnsGradient",
                (k, g) -> k.scaleNormalisedColumnsGradient(
                        g.a, g.b, g.perColumn, row(g, 0), row(g, 1), row(g, 2), row(g, 3), g.out));
        return all;
    }

    /// Other numbers for every column.
    private static Span row(Given given, int seed) {
        return new Span(Given.numbers(20 + seed, given.a.columns()), 0, given.a.columns());
    }

    private static Span scratch(Given given) {
        return new Span(new float[given.a.columns()], 0, given.a.columns());
    }

    private static Axis last(Given given) {
        return new Axis(given.a.rows(), given.a.columns(), 1);
    }

    private static Axis first(Given given) {
        return new Axis(1, given.a.rows(), given.a.columns());
    }

    @Test
    void everyMethodIsTested() {
        TreeSet<String> methods = new TreeSet<>();
        Arrays.stream(RowKernels.class.getMethods()).map(Method::getName).forEach(methods::add);
        TreeSet<String> tested = new TreeSet<>();
        operations().keySet().forEach(name -> tested.add(name.split(" ", -1)[0]));
        assertEquals(methods, tested);
    }

    /// Numbers are in (−1, 1). A sum of n of them is off by at most 60 · 2⁻²⁴ n in either kernels (see [RowKernels]), a mean
    /// or a softmax by 60 · 2⁻²⁴ and a few roundings more; variances and gradients by a few times that.
    @Test
    void vectorKernelsAgreeWithTheDefinition() {
        int lanes = new VectorKernels().lanes();
        int[] widths = {0, 1, lanes - 1, lanes, lanes + 1, 2 * lanes + 1, 1000, 1500};
        for (int columns : widths) {
            for (int rows : new int[] {0, 1, 3, 70}) {
                for (int gap : new int[] {0, 5}) {
                    for (Map.Entry<String, Operation> entry : operations().entrySet()) {
                        if (rows * columns == 0 && entry.getKey().matches("argmax.*|crossEntropy.*")) {
                            continue;
                        }
                        Given expected = new Given(rows, columns, gap);
                        Given actual = new Given(rows, columns, gap);
                        entry.getValue().run(new ScalarRows(), expected);
                        entry.getValue().run(new VectorRows(), actual);
                        boolean sums = entry.getKey().matches("sum.*|.*Dots|.*axGradient");
                        float bound = 200 * 0x1p-24f * (sums ? Math.max(1, rows * columns) : 1);
                        String name = entry.getKey() + " of " + rows + " x " + columns + " + " + gap;
                        assertArrayEquals(expected.written(), actual.written(), bound, name);
                        assertArrayEquals(expected.perRow.array(), actual.perRow.array(), bound, name);
                        assertArrayEquals(expected.perColumn.array(), actual.perColumn.array(), bound, name);
                    }
                }
            }
        }
    }

    /// What a kernel may meet in one number of a row: results that the definition has NaN or infinite have the kernels so, and
    /// the finite ones finite. Sums of numbers near the largest one are left out where they cancel.
    @Test
    void notANumberInfinitiesAndExtremesGoWhereTheDefinitionTakesThem() {
        int lanes = new VectorKernels().lanes();
        float[] special = {
            Float.NaN,
            Float.POSITIVE_INFINITY,
            Float.NEGATIVE_INFINITY,
            -0f,
            Float.MIN_VALUE,
            1e-39f,
            -1e30f,
            3e18f,
            1e38f
        };
        for (float number : special) {
            for (int columns : new int[] {1, lanes - 1, 2 * lanes + 1, 300}) {
                for (int rows : new int[] {1, 3, 150}) {
                    for (Map.Entry<String, Operation> entry : operations().entrySet()) {
                        Given expected = poisoned(rows, columns, number);
                        Given actual = poisoned(rows, columns, number);
                        entry.getValue().run(new ScalarRows(), expected);
                        entry.getValue().run(new VectorRows(), actual);
                        String name = entry.getKey() + " of " + rows + " x " + columns + " with " + number;
                        assertSameKind(expected.written(), actual.written(), name);
                    }
                }
            }
        }
    }

    /// With the number in some places of all inputs, never twice in a row or in a column that two inputs share.
    private static Given poisoned(int rows, int columns, float number) {
        Given given = new Given(rows, columns, 1);
        poison(given.a, 0, number);
        poison(given.b, columns / 2, number);
        for (int i = 0; i < given.contiguous.length(); i += 311) {
            given.contiguous.array()[given.contiguous.from() + i] = number;
        }
        return given;
    }

    private static void poison(MatrixView matrix, int shift, float number) {
        for (int i = 0; i < matrix.rows(); i += 7) {
            matrix.array()[matrix.from() + i * matrix.stride() + (5 * i + shift) % matrix.columns()] = number;
        }
    }

    private static void assertSameKind(float[] expected, float[] actual, String name) {
        for (int i = 0; i < expected.length; i++) {
            if (Float.isFinite(expected[i])) {
                assertTrue(Float.isFinite(actual[i]), name + " at " + i + ": " + actual[i] + " for " + expected[i]);
            } else {
                assertEquals(expected[i], actual[i], name + " at " + i);
            }
        }
    }

    /// Squares of the deviations leave the range of float32 when they are added, their mean does not.
    @Test
    void variancesUpToTheLargestNumberAreFinite() {
        int columns = 600;
        float[] a = new float[columns * columns];
        for (int i = 0; i < a.length; i++) {
            a[i] = (i / columns + i) % 2 == 0 ? 1e19f : -1e19f;
        }
        MatrixView matrix = new MatrixView(a, 0, columns, columns, columns);
        for (RowKernels kernels : List.of(new ScalarRows(), new VectorRows())) {
            Span mean = new Span(new float[columns], 0, columns);
            Span variance = new Span(new float[columns], 0, columns);
            kernels.rowStatistics(matrix, mean, variance);
            assertEquals(1e38f, variance.array()[0], 1e32f); // a float32 number and a rounding
            kernels.columnStatistics(matrix, mean, variance);
            assertEquals(1e38f, variance.array()[0], 1e32f);
        }
    }

    /// Beside 10⁷ a float32 number has no room for the logarithm of a sum.
    @Test
    void gradientsOfTheCrossEntropyOfLargeLogitsAreThoseOfSmallOnes() {
        for (RowKernels kernels : List.of(new ScalarRows(), new VectorRows())) {
            for (int columns : new int[] {3, 300}) {
                float[] large = new float[columns];
                float[] small = new float[columns];
                for (int j = 0; j < columns; j++) {
                    small[j] = -(j % 3);
                    large[j] = 1e7f + small[j];
                }
                assertArrayEquals(crossEntropyGradient(kernels, small), crossEntropyGradient(kernels, large));
            }
        }
    }

    private static float[] crossEntropyGradient(RowKernels kernels, float[] logits) {
        float[] out = new float[logits.length];
        Span one = new Span(new float[] {1}, 0, 1);
        MatrixView row = new MatrixView(logits, 0, 1, logits.length, logits.length);
        kernels.crossEntropyGradient(row, new int[] {1}, one, new MatrixView(out, 0, 1, out.length, out.length));
        return out;
    }

    /// The same elements, in rows with gaps.
    @Test
    void theOutputMayBeAnInputOfItsShape() {
        for (int columns : new int[] {1, 10, 33, 300, 2049}) {
            for (Map.Entry<String, Operation> entry : operations().entrySet()) {
                for (RowKernels kernels : List.of(new ScalarRows(), new VectorRows())) {
                    float[] untouched = new Given(40, columns, 3).outRows();
                    Given apart = new Given(40, columns, 3);
                    entry.getValue().run(kernels, apart);
                    if (Arrays.equals(untouched, apart.outRows())) {
                        continue; // the result is no matrix
                    }
                    for (Place place : new Place[] {Place.OVER_A, Place.OVER_B}) {
                        Given over = new Given(40, columns, 3, place);
                        entry.getValue().run(kernels, over);
                        assertArrayEquals(apart.outRows(), over.outRows(), entry.getKey() + " " + place);
                    }
                }
            }
        }
    }

    @Test
    void theSameBitsForAnyNumberOfThreads() throws Exception {
        for (int[] shape : new int[][] {{9000, 10}, {150, 700}, {1, 300_000}}) {
            for (Map.Entry<String, Operation> entry : operations().entrySet()) {
                float[] alone = Parallel.withThreads(1, () -> written(entry.getValue(), shape));
                for (int threads : new int[] {2, 3, 8}) {
                    float[] together = Parallel.withThreads(threads, () -> written(entry.getValue(), shape));
                    assertArrayEquals(alone, together, entry.getKey() + " on " + threads + " threads");
                }
            }
        }
    }

    private static float[] written(Operation operation, int[] shape) {
        Given given = new Given(shape[0], shape[1], 0);
        operation.run(new VectorRows(), given);
        return given.written();
    }

    @Test
    void reductionsAlongAMiddleAxis() {
        float[] numbers = Providers.numbers(1, 4 * 5 * 19);
        Axis axis = new Axis(4, 5, 19);
        float[] expected = new float[4 * 19];
        float[] actual = new float[4 * 19];
        Span a = new Span(numbers, 0, numbers.length);
        Span expectedSpan = new Span(expected, 0, expected.length);
        Span actualSpan = new Span(actual, 0, actual.length);
        new ScalarRows().mean(a, axis, expectedSpan);
        new VectorRows().mean(a, axis, actualSpan);
        assertArrayEquals(expected, actual, 1e-6f); // five numbers below 1: four roundings of at most 2⁻²³
        new ScalarRows().maximum(a, axis, expectedSpan);
        new VectorRows().maximum(a, axis, actualSpan);
        assertArrayEquals(expected, actual);
        new ScalarRows().minimum(a, axis, expectedSpan);
        new VectorRows().minimum(a, axis, actualSpan);
        assertArrayEquals(expected, actual);
    }

    @Test
    void nanReachesTheExtremesAndTheIndexIsThatOfTheFirst() {
        float[] numbers = Providers.numbers(1, 40);
        numbers[23] = Float.NaN;
        numbers[30] = Float.NaN;
        for (RowKernels kernels : List.of(new ScalarRows(), new VectorRows())) {
            Span a = new Span(numbers, 0, 40);
            Span out = new Span(new float[1], 0, 1);
            int[] index = new int[1];
            kernels.maximum(a, new Axis(1, 40, 1), out);
            kernels.argmax(a, new Axis(1, 40, 1), index, 0);
            assertEquals(Float.NaN, out.array()[0]);
            assertEquals(23, index[0]);
        }
    }

    @Test
    void softmaxOfLargeLogitsDoesNotOverflow() {
        for (RowKernels kernels : List.of(new ScalarRows(), new VectorRows())) {
            float[] a = {1000, 1000, Float.NEGATIVE_INFINITY, -1000};
            float[] out = new float[4];
            kernels.softmax(new MatrixView(a, 0, 1, 4, 4), new MatrixView(out, 0, 1, 4, 4));
            assertArrayEquals(new float[] {0.5f, 0.5f, 0, 0}, out);
            kernels.logSoftmax(new MatrixView(a, 0, 1, 4, 4), new MatrixView(out, 0, 1, 4, 4));
            assertArrayEquals(
                    new float[] {(float) -Math.log(2), (float) -Math.log(2), Float.NEGATIVE_INFINITY, -2000.6931f},
                    out);
        }
    }

    @Test
    void aLabelThatIsNoColumnIsRefused() {
        for (RowKernels kernels : List.of(new ScalarRows(), new VectorRows())) {
            MatrixView logits = new MatrixView(new float[6], 0, 2, 3, 3);
            Span perRow = new Span(new float[2], 0, 2);
            int[] labels = {0, 3};
            assertThrows(IndexOutOfBoundsException.class, () -> kernels.crossEntropy(logits, labels, perRow));
            assertThrows(
                    IndexOutOfBoundsException.class,
                    () -> kernels.crossEntropyGradient(logits, labels, perRow, logits));
        }
    }

    /// With a mean of 10⁶ and deviations of ±1 (exact in float32), sums of squares would have no digit left.
    @Test
    void aLargeMeanDoesNotDrownTheVariance() {
        int rows = 100;
        int columns = 100;
        float[] a = new float[rows * columns];
        for (int i = 0; i < a.length; i++) {
            a[i] = 1e6f + ((i / columns + i) % 2 == 0 ? 1 : -1);
        }
        MatrixView matrix = new MatrixView(a, 0, rows, columns, columns);
        for (RowKernels kernels : List.of(new ScalarRows(), new VectorRows())) {
            Span mean = new Span(new float[100], 0, 100);
            Span variance = new Span(new float[100], 0, 100);
            kernels.rowStatistics(matrix, mean, variance);
            for (int i = 0; i < 100; i++) {
                assertEquals(1e6f, mean.array()[i]);
                assertEquals(1, variance.array()[i], 1e-5);
            }
            kernels.columnStatistics(matrix, mean, variance);
            for (int i = 0; i < 100; i++) {
                assertEquals(1e6f, mean.array()[i]);
                assertEquals(1, variance.array()[i], 1e-5);
            }
        }
    }

    @Test
    void kernelsAllocateNothingAtSteadyState() throws Exception {
        Parallel.withThreads(1, () -> {
            Given given = new Given(64, 60, 0);
            Map<String, Operation> operations = operations();
            RowKernels kernels = new VectorRows();
            // In turn first: they are then compiled side by side, which takes a fraction of the time.
            Settling.assertSettles(
                    "all in turn",
                    () -> operations.values().forEach(operation -> operation.run(kernels, given)),
                    operations.size());
            operations.forEach((name, operation) -> Settling.assertSettles(name, () -> operation.run(kernels, given)));
            return true;
        });
    }
}

package dev.orthant.tensor.kernel;

import dev.orthant.tensor.MatrixView;
import dev.orthant.tensor.Span;
import dev.orthant.tensor.parallel.PerThread;
import java.util.Objects;

/// Softmax and its relatives on groups of rows that stay in the first-level cache.
///
/// All take exponentials of a row less a number of its own, which leaves nothing above 0. Long rows are read, shifted and
/// exponentiated in one loop. The exponents of a group of short ones are one run of numbers in a buffer: rows shorter than a
/// vector, ten classes for instance, are nearly as fast. Exponentials have the bits of the definition; only the sums may
/// differ in their last ones.
final class SoftmaxRows {
    /// Numbers in a group of rows.
    private static final int GROUP = 2048;

    /// Numbers in a row from which it goes through a loop of its own: enough to forget how the loop begins.
    private static final int LONG = 256;

    private static final PerThread<float[]> BUFFERS = PerThread.withInitial(() -> new float[GROUP]);

    /// What is subtracted from one row.
    private interface Shift {
        float of(int row);
    }

    /// What becomes of one row; its exponentials start at `from` in the buffer.
    private interface Row {
        void run(int row, float[] buffer, int from);
    }

    private SoftmaxRows() {}

    static void softmax(MatrixView a, MatrixView out) {
        int columns = a.columns();
        forGroups(a, i -> maximum(a, i), (i, buffer, from) -> {
            float factor = (float) (1 / VectorSums.sum(new Span(buffer, from, columns)));
            RowLoops.scale(buffer, from, factor, out.array(), start(out, i), columns);
        });
    }

    static void logSoftmax(MatrixView a, MatrixView out) {
        int columns = a.columns();
        forGroups(a, i -> maximum(a, i), (i, buffer, from) -> {
            float maximum = maximum(a, i);
            float logarithm = Logarithm.log((float) VectorSums.sum(new Span(buffer, from, columns)));
            RowLoops.subtract(a.array(), start(a, i), maximum, logarithm, out.array(), start(out, i), columns);
        });
    }

    static void logSoftmaxGradient(MatrixView upstream, MatrixView output, MatrixView out) {
        int columns = out.columns();
        forGroups(output, _ -> 0, (i, buffer, from) -> {
            float sum = (float) VectorSums.sum(upstream.row(i));
            RowLoops.logSoftmaxGradient(
                    upstream.array(), start(upstream, i), buffer, from, sum, out.array(), start(out, i), columns);
        });
    }

    static void softmaxGradient(MatrixView upstream, MatrixView output, MatrixView out) {
        Pieces.ofRows(out.rows(), out.columns(), (from, to) -> {
            for (int i = from; i < to; i++) {
                float mean = (float) VectorSums.dot(upstream.row(i), output.row(i));
                RowLoops.softmaxGradient(
                        upstream.array(),
                        start(upstream, i),
                        output.array(),
                        start(output, i),
                        mean,
                        out.array(),
                        start(out, i),
                        out.columns());
            }
        });
    }

    static void crossEntropy(MatrixView logits, int[] labels, Span losses) {
        int columns = logits.columns();
        forGroups(logits, i -> maximum(logits, i), (i, buffer, from) -> {
            int label = Objects.checkIndex(labels[i], columns);
            float maximum = maximum(logits, i);
            float logarithm = Logarithm.log((float) VectorSums.sum(new Span(buffer, from, columns)));
            losses.array()[losses.from() + i] = maximum - logits.array()[start(logits, i) + label] + logarithm;
        });
    }

    static void crossEntropyGradient(MatrixView logits, int[] labels, Span upstream, MatrixView out) {
        int columns = logits.columns();
        forGroups(logits, i -> maximum(logits, i), (i, buffer, from) -> {
            float share = (float) (1 / VectorSums.sum(new Span(buffer, from, columns)));
            RowLoops.scale(buffer, from, share, buffer, from, columns);
            buffer[from + Objects.checkIndex(labels[i], columns)] -= 1;
            float factor = upstream.array()[upstream.from() + i];
            RowLoops.scale(buffer, from, factor, out.array(), start(out, i), columns);
        });
    }

    /// Fills the buffer with exponentials, of a group of rows at a time; `after` uses them.
    private static void forGroups(MatrixView a, Shift shift, Row after) {
        int columns = a.columns();
        if (columns == 0) {
            return;
        }
        int group = Math.max(1, GROUP / columns);
        Pieces.ofRows(a.rows(), columns, (from, to) -> {
            float[] buffer = buffer(columns);
            for (int first = from; first < to; first += group) {
                int rows = Math.min(group, to - first);
                if (columns >= LONG) {
                    for (int i = 0; i < rows; i++) {
                        float shifted = shift.of(first + i);
                        RowLoops.exponentials(a.array(), start(a, first + i), shifted, buffer, i * columns, columns);
                    }
                } else {
                    for (int i = 0; i < rows; i++) {
                        float shifted = shift.of(first + i);
                        RowLoops.subtract(a.array(), start(a, first + i), shifted, buffer, i * columns, columns);
                    }
                    Elementwise.run(VectorExponential::expOfNonpositive, buffer, 0, buffer, 0, rows * columns);
                }
                for (int i = 0; i < rows; i++) {
                    after.run(first + i, buffer, i * columns);
                }
            }
        });
    }

    private static float maximum(MatrixView a, int row) {
        return AxisReductions.maximum(a.array(), start(a, row), a.columns());
    }

    private static float[] buffer(int columns) {
        float[] buffer = BUFFERS.get();
        if (buffer.length < columns) {
            buffer = new float[columns];
            BUFFERS.set(buffer);
        }
        return buffer;
    }

    private static int start(MatrixView a, int row) {
        return a.from() + row * a.stride();
    }
}

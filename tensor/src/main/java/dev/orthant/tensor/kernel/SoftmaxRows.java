package dev.orthant.tensor.kernel;

import dev.orthant.tensor.MatrixView;
import dev.orthant.tensor.Span;
import dev.orthant.tensor.parallel.PerThread;
import java.util.Objects;

/// Softmax and its relatives on groups of rows that stay in the first-level cache.
///
/// The exponentials of a group are one run of numbers in a buffer: rows shorter than a vector, ten classes for instance,
/// are as fast as long ones. They have the bits of the definition; only the sums may differ in their last ones.
final class SoftmaxRows {
    /// Numbers in a group of rows.
    private static final int GROUP = 2048;

    private static final PerThread<float[]> BUFFERS = PerThread.withInitial(() -> new float[GROUP]);

    /// What becomes of one row; its exponentials start at `from` in the buffer.
    private interface Row {
        void run(int row, float[] buffer, int from);
    }

    private SoftmaxRows() {}

    static void softmax(MatrixView a, MatrixView out) {
        int columns = a.columns();
        forGroups(a, (i, buffer, from) -> subtractMaximum(a, i, buffer, from), (i, buffer, from) -> {
            float factor = (float) (1 / VectorSums.sum(new Span(buffer, from, columns)));
            RowLoops.scale(buffer, from, factor, columns);
            System.arraycopy(buffer, from, out.array(), start(out, i), columns);
        });
    }

    static void logSoftmax(MatrixView a, MatrixView out) {
        int columns = a.columns();
        forGroups(a, (i, buffer, from) -> subtractMaximum(a, i, buffer, from), (i, buffer, from) -> {
            float maximum = AxisReductions.maximum(a.array(), start(a, i), columns);
            float logarithm = Logarithm.log((float) VectorSums.sum(new Span(buffer, from, columns)));
            RowLoops.subtract(a.array(), start(a, i), maximum, logarithm, out.array(), start(out, i), columns);
        });
    }

    static void logSoftmaxGradient(MatrixView upstream, MatrixView output, MatrixView out) {
        int columns = out.columns();
        Row copy = (i, buffer, from) -> System.arraycopy(output.array(), start(output, i), buffer, from, columns);
        forGroups(output, copy, (i, buffer, from) -> {
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

    static void crossEntropy(MatrixView logits, int[] labels, Span normalisers, Span losses) {
        int columns = logits.columns();
        forGroups(logits, (i, buffer, from) -> subtractMaximum(logits, i, buffer, from), (i, buffer, from) -> {
            int label = Objects.checkIndex(labels[i], columns);
            float maximum = AxisReductions.maximum(logits.array(), start(logits, i), columns);
            float logarithm = Logarithm.log((float) VectorSums.sum(new Span(buffer, from, columns)));
            normalisers.array()[normalisers.from() + i] = maximum + logarithm;
            losses.array()[losses.from() + i] = maximum - logits.array()[start(logits, i) + label] + logarithm;
        });
    }

    static void crossEntropyGradient(MatrixView logits, int[] labels, Span normalisers, Span upstream, MatrixView out) {
        int columns = logits.columns();
        Row subtractNormaliser = (i, buffer, from) -> RowLoops.subtract(
                logits.array(), start(logits, i), normalisers.array()[normalisers.from() + i], buffer, from, columns);
        forGroups(logits, subtractNormaliser, (i, buffer, from) -> {
            buffer[from + Objects.checkIndex(labels[i], columns)] -= 1;
            RowLoops.scale(buffer, from, upstream.array()[upstream.from() + i], columns);
            System.arraycopy(buffer, from, out.array(), start(out, i), columns);
        });
    }

    /// `before` fills the buffer with exponents row by row, `after` takes their exponentials.
    private static void forGroups(MatrixView a, Row before, Row after) {
        if (a.columns() == 0) {
            return;
        }
        int group = Math.max(1, GROUP / a.columns());
        Pieces.ofRows(a.rows(), a.columns(), (from, to) -> {
            float[] buffer = buffer(a.columns());
            for (int first = from; first < to; first += group) {
                int rows = Math.min(group, to - first);
                for (int i = 0; i < rows; i++) {
                    before.run(first + i, buffer, i * a.columns());
                }
                Elementwise.run(VectorExponential::exp, buffer, 0, buffer, 0, rows * a.columns());
                for (int i = 0; i < rows; i++) {
                    after.run(first + i, buffer, i * a.columns());
                }
            }
        });
    }

    private static void subtractMaximum(MatrixView a, int i, float[] buffer, int from) {
        float maximum = AxisReductions.maximum(a.array(), start(a, i), a.columns());
        RowLoops.subtract(a.array(), start(a, i), maximum, buffer, from, a.columns());
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

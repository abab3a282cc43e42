package dev.orthant.tensor.kernel;

import dev.orthant.tensor.MatrixView;
import dev.orthant.tensor.Span;
import java.util.Objects;

/// One number at a time, sums in float64: the definition.
final class ScalarRows implements RowKernels {
    /// What becomes of element (i, j), a number of the row or column, and the element itself.
    private interface Broadcast {
        float of(float element, int row, int column);
    }

    /// One number out of element k of a line, for all k.
    private interface Reduction {
        float of(Span a, int from, int step, int length);
    }

    @Override
    public void addRow(MatrixView a, Span row, MatrixView out) {
        map(a, out, (x, i, j) -> x + at(row, j));
    }

    @Override
    public void addRowThenRelu(MatrixView a, Span row, MatrixView out) {
        map(a, out, (x, i, j) -> Math.max(0, x + at(row, j)));
    }

    @Override
    public void multiplyRow(MatrixView a, Span row, MatrixView out) {
        map(a, out, (x, i, j) -> x * at(row, j));
    }

    @Override
    public void addColumn(MatrixView a, Span column, MatrixView out) {
        map(a, out, (x, i, j) -> x + at(column, i));
    }

    @Override
    public void multiplyColumn(MatrixView a, Span column, MatrixView out) {
        map(a, out, (x, i, j) -> x * at(column, i));
    }

    @Override
    public void sum(Span a, Axis axis, Span out) {
        reduce(a, axis, out, (span, from, step, length) -> (float) sum(span, from, step, length));
    }

    @Override
    public void mean(Span a, Axis axis, Span out) {
        reduce(a, axis, out, (span, from, step, length) -> (float) (sum(span, from, step, length) / length));
    }

    @Override
    public void maximum(Span a, Axis axis, Span out) {
        reduce(a, axis, out, (span, from, step, length) -> {
            float maximum = Float.NEGATIVE_INFINITY;
            for (int k = 0; k < length; k++) {
                maximum = Math.max(maximum, at(span, from + k * step));
            }
            return maximum;
        });
    }

    @Override
    public void minimum(Span a, Axis axis, Span out) {
        reduce(a, axis, out, (span, from, step, length) -> {
            float minimum = Float.POSITIVE_INFINITY;
            for (int k = 0; k < length; k++) {
                minimum = Math.min(minimum, at(span, from + k * step));
            }
            return minimum;
        });
    }

    @Override
    public void argmax(Span a, Axis axis, int[] out, int from) {
        for (int line = 0; line < axis.remaining(); line++) {
            int first = line / axis.inner() * axis.length() * axis.inner() + line % axis.inner();
            int best = 0;
            for (int k = 1; k < axis.length(); k++) {
                if (larger(at(a, first + k * axis.inner()), at(a, first + best * axis.inner()))) {
                    best = k;
                }
            }
            out[from + line] = best;
        }
    }

    @Override
    public void rowDots(MatrixView a, MatrixView b, Span out) {
        for (int i = 0; i < a.rows(); i++) {
            put(out, i, (float) dot(a.row(i), b.row(i)));
        }
    }

    @Override
    public void columnDots(MatrixView a, MatrixView b, Span out) {
        for (int j = 0; j < a.columns(); j++) {
            double sum = 0;
            for (int i = 0; i < a.rows(); i++) {
                sum += (double) at(a, i, j) * at(b, i, j);
            }
            put(out, j, (float) sum);
        }
    }

    @Override
    public void softmax(MatrixView a, MatrixView out) {
        forRows(a, i -> {
            float maximum = maximum(a.row(i));
            double sum = 0;
            for (int j = 0; j < a.columns(); j++) {
                float e = Exponential.exp(at(a, i, j) - maximum);
                put(out, i, j, e);
                sum += e;
            }
            float factor = (float) (1 / sum);
            for (int j = 0; j < a.columns(); j++) {
                put(out, i, j, at(out, i, j) * factor);
            }
        });
    }

    @Override
    public void logSoftmax(MatrixView a, MatrixView out) {
        forRows(a, i -> {
            float maximum = maximum(a.row(i));
            float logarithm = Logarithm.log((float) sumOfExponentials(a.row(i), maximum));
            for (int j = 0; j < a.columns(); j++) {
                put(out, i, j, at(a, i, j) - maximum - logarithm);
            }
        });
    }

    @Override
    public void softmaxGradient(MatrixView upstream, MatrixView output, MatrixView out) {
        forRows(out, i -> {
            float mean = (float) dot(upstream.row(i), output.row(i));
            for (int j = 0; j < out.columns(); j++) {
                put(out, i, j, at(output, i, j) * (at(upstream, i, j) - mean));
            }
        });
    }

    @Override
    public void logSoftmaxGradient(MatrixView upstream, MatrixView output, MatrixView out) {
        forRows(out, i -> {
            float sum = (float) sum(upstream.row(i), 0, 1, out.columns());
            for (int j = 0; j < out.columns(); j++) {
                put(out, i, j, at(upstream, i, j) - Exponential.exp(at(output, i, j)) * sum);
            }
        });
    }

    @Override
    public void crossEntropy(MatrixView logits, int[] labels, Span losses) {
        forRows(logits, i -> {
            int label = Objects.checkIndex(labels[i], logits.columns());
            float maximum = maximum(logits.row(i));
            float logarithm = Logarithm.log((float) sumOfExponentials(logits.row(i), maximum));
            put(losses, i, maximum - at(logits, i, label) + logarithm);
        });
    }

    @Override
    public void crossEntropyGradient(MatrixView logits, int[] labels, Span upstream, MatrixView out) {
        forRows(out, i -> {
            int label = Objects.checkIndex(labels[i], logits.columns());
            float maximum = maximum(logits.row(i));
            float factor = (float) (1 / sumOfExponentials(logits.row(i), maximum));
            for (int j = 0; j < out.columns(); j++) {
                float probability = Exponential.exp(at(logits, i, j) - maximum) * factor;
                put(out, i, j, at(upstream, i) * (j == label ? probability - 1 : probability));
            }
        });
    }

    @Override
    public void rowStatistics(MatrixView a, Span mean, Span variance) {
        forRows(a, i -> statistics(a.row(i), 1, a.columns(), i, mean, variance));
    }

    @Override
    public void columnStatistics(MatrixView a, Span mean, Span variance) {
        for (int j = 0; j < a.columns(); j++) {
            statistics(new Span(a.array(), a.from() + j, 1), a.stride(), a.rows(), j, mean, variance);
        }
    }

    @Override
    public void inverseDeviation(Span variance, float epsilon, Span inverse) {
        for (int i = 0; i < inverse.length(); i++) {
            put(inverse, i, 1 / (float) Math.sqrt(at(variance, i) + epsilon));
        }
    }

    @Override
    public void normaliseRows(MatrixView a, Span mean, Span inverse, MatrixView out) {
        map(a, out, (x, i, j) -> (x - at(mean, i)) * at(inverse, i));
    }

    @Override
    public void normaliseColumns(MatrixView a, Span mean, Span inverse, MatrixView out) {
        map(a, out, (x, i, j) -> (x - at(mean, j)) * at(inverse, j));
    }

    @Override
    public void normaliseRowsGradient(MatrixView upstream, MatrixView normalised, Span inverse, MatrixView out) {
        forRows(out, i -> {
            float mean = (float) (sum(upstream.row(i), 0, 1, out.columns()) / out.columns());
            float slope = (float) (dot(upstream.row(i), normalised.row(i)) / out.columns());
            for (int j = 0; j < out.columns(); j++) {
                put(out, i, j, (at(upstream, i, j) - mean - at(normalised, i, j) * slope) * at(inverse, i));
            }
        });
    }

    @Override
    public void normaliseColumnsGradient(MatrixView upstream, MatrixView normalised, Span inverse, MatrixView out) {
        for (int j = 0; j < out.columns(); j++) {
            double sum = 0;
            double dot = 0;
            for (int i = 0; i < out.rows(); i++) {
                sum += at(upstream, i, j);
                dot += (double) at(upstream, i, j) * at(normalised, i, j);
            }
            float mean = (float) (sum / out.rows());
            float slope = (float) (dot / out.rows());
            for (int i = 0; i < out.rows(); i++) {
                put(out, i, j, (at(upstream, i, j) - mean - at(normalised, i, j) * slope) * at(inverse, j));
            }
        }
    }

    @Override
    public void scaleNormalisedColumns(MatrixView a, Span mean, Span inverse, Span gain, Span offset, MatrixView out) {
        map(a, out, (x, i, j) -> (x - at(mean, j)) * at(inverse, j) * at(gain, j) + at(offset, j));
    }

    @Override
    public void sumsOfNormalisedColumns(
            MatrixView upstream, MatrixView a, Span mean, Span inverse, Span sums, Span dots) {
        for (int j = 0; j < a.columns(); j++) {
            double sum = 0;
            double dot = 0;
            for (int i = 0; i < a.rows(); i++) {
                sum += at(upstream, i, j);
                dot += (double) at(upstream, i, j) * ((at(a, i, j) - at(mean, j)) * at(inverse, j));
            }
            put(sums, j, (float) sum);
            put(dots, j, (float) dot);
        }
    }

    @Override
    public void scaleNormalisedColumnsGradient(
            MatrixView upstream,
            MatrixView a,
            Span mean,
            Span inverse,
            Span gain,
            Span sums,
            Span dots,
            MatrixView out) {
        map(a, out, (x, i, j) -> {
            float normalised = (x - at(mean, j)) * at(inverse, j);
            float rest = at(upstream, i, j) - at(sums, j) / a.rows();
            return (rest - normalised * (at(dots, j) / a.rows())) * (at(gain, j) * at(inverse, j));
        });
    }

    /// Whether `a` comes before `b` in the order with NaN at the top; equal ones do not.
    static boolean larger(float a, float b) {
        return a > b || (Float.isNaN(a) && !Float.isNaN(b));
    }

    private static void statistics(Span a, int step, int count, int index, Span mean, Span variance) {
        double average = sum(a, 0, step, count) / count;
        double squares = 0;
        for (int k = 0; k < count; k++) {
            double deviation = at(a, k * step) - average;
            squares += deviation * deviation;
        }
        put(mean, index, (float) average);
        put(variance, index, (float) (squares / count));
    }

    private static void map(MatrixView a, MatrixView out, Broadcast function) {
        forRows(a, i -> {
            for (int j = 0; j < a.columns(); j++) {
                put(out, i, j, function.of(at(a, i, j), i, j));
            }
        });
    }

    private static void reduce(Span a, Axis axis, Span out, Reduction reduction) {
        for (int line = 0; line < axis.remaining(); line++) {
            int first = line / axis.inner() * axis.length() * axis.inner() + line % axis.inner();
            put(out, line, reduction.of(a, first, axis.inner(), axis.length()));
        }
    }

    private static double sum(Span a, int from, int step, int length) {
        double sum = 0;
        for (int k = 0; k < length; k++) {
            sum += at(a, from + k * step);
        }
        return sum;
    }

    private static double dot(Span a, Span b) {
        double sum = 0;
        for (int j = 0; j < a.length(); j++) {
            sum += (double) at(a, j) * at(b, j);
        }
        return sum;
    }

    private static float maximum(Span a) {
        float maximum = Float.NEGATIVE_INFINITY;
        for (int j = 0; j < a.length(); j++) {
            maximum = Math.max(maximum, at(a, j));
        }
        return maximum;
    }

    private static double sumOfExponentials(Span a, float maximum) {
        double sum = 0;
        for (int j = 0; j < a.length(); j++) {
            sum += Exponential.exp(at(a, j) - maximum);
        }
        return sum;
    }

    private interface Row {
        void run(int index);
    }

    private static void forRows(MatrixView a, Row body) {
        Pieces.ofRows(a.rows(), a.columns(), (from, to) -> {
            for (int i = from; i < to; i++) {
                body.run(i);
            }
        });
    }

    private static float at(Span a, int index) {
        return a.array()[a.from() + index];
    }

    private static void put(Span a, int index, float value) {
        a.array()[a.from() + index] = value;
    }

    private static float at(MatrixView a, int row, int column) {
        return a.array()[a.from() + row * a.stride() + column];
    }

    private static void put(MatrixView a, int row, int column, float value) {
        a.array()[a.from() + row * a.stride() + column] = value;
    }
}

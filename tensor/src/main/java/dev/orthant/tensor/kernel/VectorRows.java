package dev.orthant.tensor.kernel;

import dev.orthant.tensor.MatrixView;
import dev.orthant.tensor.Span;

/// A vector of numbers at a time. What is done to each number has the bits of [ScalarRows]; sums have their own order.
final class VectorRows implements RowKernels {
    private final ScalarRows definition = new ScalarRows();

    @Override
    public void addRow(MatrixView a, Span row, MatrixView out) {
        Broadcasts.rows(VectorArithmetic::add, a, row, out);
    }

    @Override
    public void addRowThenRelu(MatrixView a, Span row, MatrixView out) {
        Broadcasts.rows(VectorArithmetic::addRelu, a, row, out);
    }

    @Override
    public void multiplyRow(MatrixView a, Span row, MatrixView out) {
        Broadcasts.rows(VectorArithmetic::multiply, a, row, out);
    }

    @Override
    public void addColumn(MatrixView a, Span column, MatrixView out) {
        Broadcasts.columns(VectorArithmetic::add, a, column, out);
    }

    @Override
    public void multiplyColumn(MatrixView a, Span column, MatrixView out) {
        Broadcasts.columns(VectorArithmetic::multiply, a, column, out);
    }

    @Override
    public void sum(Span a, Axis axis, Span out) {
        AxisReductions.sum(a, axis, 1, out);
    }

    @Override
    public void mean(Span a, Axis axis, Span out) {
        AxisReductions.sum(a, axis, axis.length(), out);
    }

    @Override
    public void maximum(Span a, Axis axis, Span out) {
        AxisReductions.maximum(a, axis, out);
    }

    @Override
    public void minimum(Span a, Axis axis, Span out) {
        AxisReductions.minimum(a, axis, out);
    }

    @Override
    public void argmax(Span a, Axis axis, int[] out, int from) {
        if (axis.inner() == 1) {
            AxisReductions.argmaxOfRuns(a, axis, out, from);
        } else {
            definition.argmax(a, axis, out, from);
        }
    }

    @Override
    public void rowDots(MatrixView a, MatrixView b, Span out) {
        Pieces.ofRows(a.rows(), a.columns(), (from, to) -> {
            for (int i = from; i < to; i++) {
                out.array()[out.from() + i] = (float) VectorSums.dot(a.row(i), b.row(i));
            }
        });
    }

    @Override
    public void columnDots(MatrixView a, MatrixView b, Span out) {
        double[] dots = ColumnSums.dots(a, b);
        for (int j = 0; j < dots.length; j++) {
            out.array()[out.from() + j] = (float) dots[j];
        }
    }

    @Override
    public void softmax(MatrixView a, MatrixView out) {
        SoftmaxRows.softmax(a, out);
    }

    @Override
    public void logSoftmax(MatrixView a, MatrixView out) {
        SoftmaxRows.logSoftmax(a, out);
    }

    @Override
    public void softmaxGradient(MatrixView upstream, MatrixView output, MatrixView out) {
        SoftmaxRows.softmaxGradient(upstream, output, out);
    }

    @Override
    public void logSoftmaxGradient(MatrixView upstream, MatrixView output, MatrixView out) {
        SoftmaxRows.logSoftmaxGradient(upstream, output, out);
    }

    @Override
    public void crossEntropy(MatrixView logits, int[] labels, Span losses) {
        SoftmaxRows.crossEntropy(logits, labels, losses);
    }

    @Override
    public void crossEntropyGradient(MatrixView logits, int[] labels, Span upstream, MatrixView out) {
        SoftmaxRows.crossEntropyGradient(logits, labels, upstream, out);
    }

    @Override
    public void rowStatistics(MatrixView a, Span mean, Span variance) {
        Statistics.ofRows(a, mean, variance);
    }

    @Override
    public void columnStatistics(MatrixView a, Span mean, Span variance) {
        Statistics.ofColumns(a, mean, variance);
    }

    @Override
    public void inverseDeviation(Span variance, float epsilon, Span inverse) {
        definition.inverseDeviation(variance, epsilon, inverse); // as many as rows or columns: nothing to gain
    }

    @Override
    public void normaliseRows(MatrixView a, Span mean, Span inverse, MatrixView out) {
        Pieces.ofRows(a.rows(), a.columns(), (from, to) -> {
            MatrixView part = out.rowRange(from, to);
            Broadcasts.columns(VectorArithmetic::subtract, a.rowRange(from, to), mean.part(from, to - from), part);
            Broadcasts.columns(VectorArithmetic::multiply, part, inverse.part(from, to - from), part);
        });
    }

    @Override
    public void normaliseColumns(MatrixView a, Span mean, Span inverse, MatrixView out) {
        Pieces.ofRows(a.rows(), a.columns(), (from, to) -> {
            MatrixView part = out.rowRange(from, to);
            Broadcasts.rows(VectorArithmetic::subtract, a.rowRange(from, to), mean, part);
            Broadcasts.rows(VectorArithmetic::multiply, part, inverse, part);
        });
    }

    @Override
    public void normaliseRowsGradient(MatrixView upstream, MatrixView normalised, Span inverse, MatrixView out) {
        int columns = out.columns();
        Pieces.ofRows(out.rows(), columns, (from, to) -> {
            for (int i = from; i < to; i++) {
                float mean = (float) (VectorSums.sum(upstream.row(i)) / columns);
                float slope = (float) (VectorSums.dot(upstream.row(i), normalised.row(i)) / columns);
                RowLoops.normaliseGradient(
                        upstream.array(),
                        upstream.from() + i * upstream.stride(),
                        normalised.array(),
                        normalised.from() + i * normalised.stride(),
                        mean,
                        slope,
                        inverse.array()[inverse.from() + i],
                        out.array(),
                        out.from() + i * out.stride(),
                        columns);
            }
        });
    }

    @Override
    public void normaliseColumnsGradient(MatrixView upstream, MatrixView normalised, Span inverse, MatrixView out) {
        float[] mean = shares(ColumnSums.sums(upstream), out.rows());
        float[] slope = shares(ColumnSums.dots(upstream, normalised), out.rows());
        Pieces.ofRows(out.rows(), out.columns(), (from, to) -> {
            for (int i = from; i < to; i++) {
                RowLoops.normaliseGradient(
                        upstream.array(),
                        upstream.from() + i * upstream.stride(),
                        normalised.array(),
                        normalised.from() + i * normalised.stride(),
                        mean,
                        slope,
                        inverse.array(),
                        inverse.from(),
                        out.array(),
                        out.from() + i * out.stride(),
                        out.columns());
            }
        });
    }

    @Override
    public void scaleNormalisedColumns(MatrixView a, Span mean, Span inverse, Span gain, Span offset, MatrixView out) {
        ColumnNormalisation.scale(a, mean, inverse, gain, offset, out);
    }

    @Override
    public void sumsOfNormalisedColumns(
            MatrixView upstream, MatrixView a, Span mean, Span inverse, Span sums, Span dots) {
        ColumnNormalisation.sums(upstream, a, mean, inverse, sums, dots);
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
        ColumnNormalisation.gradient(upstream, a, mean, inverse, gain, sums, dots, out);
    }

    private static float[] shares(double[] sums, int count) {
        float[] shares = new float[sums.length];
        for (int j = 0; j < sums.length; j++) {
            shares[j] = (float) (sums[j] / count);
        }
        return shares;
    }
}

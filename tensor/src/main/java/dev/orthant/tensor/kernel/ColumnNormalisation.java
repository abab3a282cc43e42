package dev.orthant.tensor.kernel;

import static dev.orthant.tensor.kernel.Species.LANES;
import static dev.orthant.tensor.kernel.Species.load;

import dev.orthant.tensor.MatrixView;
import dev.orthant.tensor.Span;
import dev.orthant.tensor.parallel.Parallel;
import java.util.List;
import jdk.incubator.vector.FloatVector;

/// Batch normalisation with gain and offset, and its gradient: [RowKernels#scaleNormalisedColumns] and the two that follow.
///
/// A vector of columns goes down all rows of a piece, so that what belongs to the columns stays in registers; with few
/// columns, as images have channels, going along the rows would load it again for every pixel.
final class ColumnNormalisation {
    private ColumnNormalisation() {}

    static void scale(MatrixView a, Span mean, Span inverse, Span gain, Span offset, MatrixView out) {
        int whole = Species.FLOAT.loopBound(a.columns());
        Pieces.ofRows(a.rows(), a.columns(), (from, to) -> {
            int at = a.from() + from * a.stride();
            int outAt = out.from() + from * out.stride();
            for (int j = 0; j < whole; j += LANES) {
                scale(
                        a.array(),
                        at + j,
                        a.stride(),
                        to - from,
                        j,
                        mean,
                        inverse,
                        gain,
                        offset,
                        out.array(),
                        outAt + j,
                        out.stride());
            }
            for (int j = whole; j < a.columns(); j++) {
                for (int i = 0; i < to - from; i++) {
                    float normalised = (a.array()[at + i * a.stride() + j] - number(mean, j)) * number(inverse, j);
                    out.array()[outAt + i * out.stride() + j] = normalised * number(gain, j) + number(offset, j);
                }
            }
        });
    }

    private static void scale(
            float[] a,
            int from,
            int stride,
            int rows,
            int column,
            Span means,
            Span inverses,
            Span gains,
            Span offsets,
            float[] out,
            int outFrom,
            int outStride) {
        FloatVector mean = vector(means, column);
        FloatVector inverse = vector(inverses, column);
        FloatVector gain = vector(gains, column);
        FloatVector offset = vector(offsets, column);
        for (int i = 0; i < rows; i++) {
            load(a, from + i * stride)
                    .sub(mean)
                    .mul(inverse)
                    .mul(gain)
                    .add(offset)
                    .intoArray(out, outFrom + i * outStride);
        }
    }

    /// In pieces of rows, combined in order; blocks of [ColumnSums#BLOCK] rows in float32, their sums in float64.
    static void sums(MatrixView upstream, MatrixView a, Span mean, Span inverse, Span sums, Span dots) {
        int grain = Math.ceilDiv(Pieces.rowsInPiece(a.columns()), ColumnSums.BLOCK) * ColumnSums.BLOCK;
        int pieces = Math.max(1, Math.ceilDiv(a.rows(), grain));
        List<double[]> parts = Parallel.map(pieces, piece -> {
            int from = piece * grain;
            int to = Math.min(a.rows(), from + grain);
            return sumsOfPiece(upstream.rowRange(from, to), a.rowRange(from, to), mean, inverse);
        });
        for (int j = 0; j < a.columns(); j++) {
            double sum = 0;
            double dot = 0;
            for (double[] part : parts) {
                sum += part[2 * j];
                dot += part[2 * j + 1];
            }
            sums.array()[sums.from() + j] = (float) sum;
            dots.array()[dots.from() + j] = (float) dot;
        }
    }

    /// Σ u and Σ u (a − mean) · inverse, by turns, of every column.
    private static double[] sumsOfPiece(MatrixView upstream, MatrixView a, Span mean, Span inverse) {
        double[] sums = new double[2 * a.columns()];
        float[] block = new float[2 * LANES];
        int whole = Species.FLOAT.loopBound(a.columns());
        for (int j = 0; j < whole; j += LANES) {
            for (int i = 0; i < a.rows(); i += ColumnSums.BLOCK) {
                sumBlock(
                        upstream.array(),
                        upstream.from() + i * upstream.stride() + j,
                        upstream.stride(),
                        a.array(),
                        a.from() + i * a.stride() + j,
                        a.stride(),
                        Math.min(ColumnSums.BLOCK, a.rows() - i),
                        j,
                        mean,
                        inverse,
                        block);
                for (int k = 0; k < LANES; k++) {
                    sums[2 * (j + k)] += block[k];
                    sums[2 * (j + k) + 1] += block[LANES + k];
                }
            }
        }
        for (int j = 0; j < a.columns(); j++) {
            // The last columns, and sums that left the range of float32.
            if (j >= whole || !Double.isFinite(sums[2 * j]) || !Double.isFinite(sums[2 * j + 1])) {
                sums[2 * j] = 0;
                sums[2 * j + 1] = 0;
                for (int i = 0; i < a.rows(); i++) {
                    double gradient = upstream.array()[upstream.from() + i * upstream.stride() + j];
                    float number = a.array()[a.from() + i * a.stride() + j];
                    sums[2 * j] += gradient;
                    sums[2 * j + 1] += gradient * ((number - number(mean, j)) * number(inverse, j));
                }
            }
        }
        return sums;
    }

    private static void sumBlock(
            float[] upstream,
            int upstreamFrom,
            int upstreamStride,
            float[] a,
            int from,
            int stride,
            int rows,
            int column,
            Span means,
            Span inverses,
            float[] sums) {
        FloatVector mean = vector(means, column);
        FloatVector inverse = vector(inverses, column);
        FloatVector sum = FloatVector.zero(Species.FLOAT);
        FloatVector dot = FloatVector.zero(Species.FLOAT);
        for (int i = 0; i < rows; i++) {
            FloatVector gradient = load(upstream, upstreamFrom + i * upstreamStride);
            FloatVector normalised = load(a, from + i * stride).sub(mean).mul(inverse);
            sum = sum.add(gradient);
            dot = gradient.fma(normalised, dot);
        }
        sum.intoArray(sums, 0);
        dot.intoArray(sums, LANES);
    }

    static void gradient(
            MatrixView upstream,
            MatrixView a,
            Span mean,
            Span inverse,
            Span gain,
            Span sums,
            Span dots,
            MatrixView out) {
        Span average = shares(sums, a.rows());
        Span slope = shares(dots, a.rows());
        int whole = Species.FLOAT.loopBound(a.columns());
        Pieces.ofRows(a.rows(), a.columns(), (from, to) -> {
            int upstreamAt = upstream.from() + from * upstream.stride();
            int at = a.from() + from * a.stride();
            int outAt = out.from() + from * out.stride();
            for (int j = 0; j < whole; j += LANES) {
                gradient(
                        upstream.array(),
                        upstreamAt + j,
                        upstream.stride(),
                        a.array(),
                        at + j,
                        a.stride(),
                        to - from,
                        j,
                        mean,
                        inverse,
                        gain,
                        average,
                        slope,
                        out.array(),
                        outAt + j,
                        out.stride());
            }
            for (int j = whole; j < a.columns(); j++) {
                float factor = number(gain, j) * number(inverse, j);
                for (int i = 0; i < to - from; i++) {
                    float normalised = (a.array()[at + i * a.stride() + j] - number(mean, j)) * number(inverse, j);
                    float rest = upstream.array()[upstreamAt + i * upstream.stride() + j] - number(average, j);
                    out.array()[outAt + i * out.stride() + j] = (rest - normalised * number(slope, j)) * factor;
                }
            }
        });
    }

    private static void gradient(
            float[] upstream,
            int upstreamFrom,
            int upstreamStride,
            float[] a,
            int from,
            int stride,
            int rows,
            int column,
            Span means,
            Span inverses,
            Span gains,
            Span averages,
            Span slopes,
            float[] out,
            int outFrom,
            int outStride) {
        FloatVector mean = vector(means, column);
        FloatVector inverse = vector(inverses, column);
        FloatVector average = vector(averages, column);
        FloatVector slope = vector(slopes, column);
        FloatVector factor = vector(gains, column).mul(inverse);
        for (int i = 0; i < rows; i++) {
            FloatVector normalised = load(a, from + i * stride).sub(mean).mul(inverse);
            load(upstream, upstreamFrom + i * upstreamStride)
                    .sub(average)
                    .sub(normalised.mul(slope))
                    .mul(factor)
                    .intoArray(out, outFrom + i * outStride);
        }
    }

    /// One over `count` of each sum.
    private static Span shares(Span sums, int count) {
        float[] shares = new float[sums.length()];
        for (int j = 0; j < shares.length; j++) {
            shares[j] = number(sums, j) / count;
        }
        return new Span(shares, 0, shares.length);
    }

    private static FloatVector vector(Span numbers, int index) {
        return load(numbers.array(), numbers.from() + index);
    }

    private static float number(Span numbers, int index) {
        return numbers.array()[numbers.from() + index];
    }
}

package dev.orthant.tensor.kernel;

import static dev.orthant.tensor.kernel.Species.LANES;
import static dev.orthant.tensor.kernel.Species.broadcast;
import static dev.orthant.tensor.kernel.Species.load;

import dev.orthant.tensor.MatrixView;
import dev.orthant.tensor.Span;
import dev.orthant.tensor.parallel.Parallel;
import java.util.List;
import jdk.incubator.vector.FloatVector;

/// Means and variances of rows and of columns.
///
/// Numbers are shifted by a float32 number s near their mean, which keeps a large mean out of the squares:
///
///     Σ(a − mean)² = Σ(a − s)² − (Σ(a − s))² / n,   mean = s + Σ(a − s) / n
///
/// Blocks are combined in float64 by the rule of Chan, Golub and LeVeque (1983).
final class Statistics {
    /// Numbers of a row that are added in float32.
    private static final int RUN = 32 * LANES;

    private Statistics() {}

    static void ofRows(MatrixView a, Span mean, Span variance) {
        Pieces.ofRows(a.rows(), a.columns(), (from, to) -> {
            for (int i = from; i < to; i++) {
                int start = a.from() + i * a.stride();
                double average = VectorSums.sum(new Span(a.array(), start, a.columns())) / a.columns();
                float shift = (float) average;
                double squares = 0;
                double rest = 0;
                for (int j = 0; j < a.columns(); j += RUN) {
                    int count = Math.min(RUN, a.columns() - j);
                    squares += shiftedSquares(a.array(), start + j, count, shift);
                    rest += shiftedSum(a.array(), start + j, count, shift);
                }
                mean.array()[mean.from() + i] = shift;
                double corrected = squares - rest * rest / a.columns();
                variance.array()[variance.from() + i] = (float) (Math.max(0, corrected) / a.columns());
            }
        });
    }

    private static double shiftedSquares(float[] a, int from, int length, float shift) {
        int whole = Species.FLOAT.loopBound(length);
        FloatVector sum = FloatVector.zero(Species.FLOAT);
        for (int i = 0; i < whole; i += LANES) {
            FloatVector deviation = load(a, from + i).sub(shift);
            sum = deviation.fma(deviation, sum);
        }
        double total = LaneSum.of(sum);
        for (int i = whole; i < length; i++) {
            double deviation = a[from + i] - shift;
            total += deviation * deviation;
        }
        return total;
    }

    private static double shiftedSum(float[] a, int from, int length, float shift) {
        int whole = Species.FLOAT.loopBound(length);
        FloatVector sum = FloatVector.zero(Species.FLOAT);
        for (int i = 0; i < whole; i += LANES) {
            sum = sum.add(load(a, from + i).sub(shift));
        }
        double total = LaneSum.of(sum);
        for (int i = whole; i < length; i++) {
            total += a[from + i] - shift;
        }
        return total;
    }

    /// Of some rows of each column: how many, their means, and Σ(a − mean)².
    private record Moments(int count, double[] mean, double[] squares) {
        /// Chan, Golub and LeVeque's rule for two disjoint sets.
        void add(int j, int otherCount, double otherMean, double otherSquares) {
            double total = (double) count + otherCount;
            double difference = otherMean - mean[j];
            mean[j] += difference * otherCount / total;
            squares[j] += otherSquares + difference * difference * count * otherCount / total;
        }
    }

    static void ofColumns(MatrixView a, Span mean, Span variance) {
        int grain = Math.ceilDiv(Pieces.rowsInPiece(a.columns()), ColumnSums.BLOCK) * ColumnSums.BLOCK;
        int pieces = Math.max(1, Math.ceilDiv(a.rows(), grain));
        List<Moments> parts = Parallel.map(
                pieces, piece -> moments(a.rowRange(piece * grain, Math.min(a.rows(), (piece + 1) * grain))));
        Moments total = parts.getFirst();
        for (Moments part : parts.subList(1, pieces)) {
            for (int j = 0; j < a.columns(); j++) {
                total.add(j, part.count, part.mean[j], part.squares[j]);
            }
            total = new Moments(total.count + part.count, total.mean, total.squares);
        }
        for (int j = 0; j < a.columns(); j++) {
            boolean empty = a.rows() == 0;
            mean.array()[mean.from() + j] = empty ? Float.NaN : (float) total.mean[j];
            variance.array()[variance.from() + j] = empty ? Float.NaN : (float) (total.squares[j] / a.rows());
        }
    }

    private static Moments moments(MatrixView a) {
        Moments moments = new Moments(0, new double[a.columns()], new double[a.columns()]);
        float[] shift = new float[a.columns()];
        float[] sums = new float[a.columns()];
        float[] squares = new float[a.columns()];
        for (int i = 0; i < a.rows(); i += ColumnSums.BLOCK) {
            int rows = Math.min(ColumnSums.BLOCK, a.rows() - i);
            int from = a.from() + i * a.stride();
            blockMeans(a.array(), from, a.stride(), rows, a.columns(), shift);
            blockDeviations(a.array(), from, a.stride(), rows, a.columns(), shift, sums, squares);
            for (int j = 0; j < a.columns(); j++) {
                double rest = sums[j];
                double corrected = Math.max(0, squares[j] - rest * rest / rows);
                moments.add(j, rows, shift[j] + rest / rows, corrected);
            }
            moments = new Moments(moments.count + rows, moments.mean, moments.squares);
        }
        return moments;
    }

    private static void blockMeans(float[] a, int from, int stride, int rows, int columns, float[] means) {
        float share = 1f / rows;
        int whole = Species.FLOAT.loopBound(columns);
        for (int j = 0; j < whole; j += LANES) {
            FloatVector sum = load(a, from + j).mul(share);
            for (int i = 1; i < rows; i++) {
                sum = load(a, from + i * stride + j).fma(broadcast(share), sum);
            }
            sum.intoArray(means, j);
        }
        for (int j = whole; j < columns; j++) {
            float sum = 0;
            for (int i = 0; i < rows; i++) {
                sum += a[from + i * stride + j] * share;
            }
            means[j] = sum;
        }
    }

    private static void blockDeviations(
            float[] a, int from, int stride, int rows, int columns, float[] shift, float[] sums, float[] squares) {
        int whole = Species.FLOAT.loopBound(columns);
        for (int j = 0; j < whole; j += LANES) {
            FloatVector mean = load(shift, j);
            FloatVector sum = FloatVector.zero(Species.FLOAT);
            FloatVector square = FloatVector.zero(Species.FLOAT);
            for (int i = 0; i < rows; i++) {
                FloatVector deviation = load(a, from + i * stride + j).sub(mean);
                sum = sum.add(deviation);
                square = deviation.fma(deviation, square);
            }
            sum.intoArray(sums, j);
            square.intoArray(squares, j);
        }
        for (int j = whole; j < columns; j++) {
            float sum = 0;
            float square = 0;
            for (int i = 0; i < rows; i++) {
                float deviation = a[from + i * stride + j] - shift[j];
                sum += deviation;
                square += deviation * deviation;
            }
            sums[j] = sum;
            squares[j] = square;
        }
    }
}

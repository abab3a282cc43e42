package dev.orthant.tensor.kernel;

import static dev.orthant.tensor.kernel.Species.LANES;
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
/// Blocks are combined in float64, pieces by the rule of Chan, Golub and LeVeque (1983).
final class Statistics {
    /// Numbers of a row that are added in float32.
    private static final int RUN = 32 * LANES;

    /// Rows of a column that are added in float32, a quarter of them in each of four chains.
    private static final int BLOCK = 128;

    private static final float[] ZEROS = new float[LANES];

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
                if (!Double.isFinite(corrected)) { // sums may have left the range of float32
                    corrected = squaresInDouble(a.array(), start, a.columns(), average);
                }
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

    private static double squaresInDouble(float[] a, int from, int length, double mean) {
        double squares = 0;
        for (int i = from; i < from + length; i++) {
            double deviation = a[i] - mean;
            squares += deviation * deviation;
        }
        return squares;
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
        int grain = Math.ceilDiv(Pieces.rowsInPiece(a.columns()), BLOCK) * BLOCK;
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

    /// Of a piece, whose shift is the mean of its first rows. However far off that is, these rows deviate from the mean of
    /// the piece as much: no more than rows/[#BLOCK] + 1 times the roundings of one block reach Σ(a − mean)².
    private static Moments moments(MatrixView a) {
        Moments moments = new Moments(a.rows(), new double[a.columns()], new double[a.columns()]);
        float[] block = new float[2 * LANES];
        int whole = Species.FLOAT.loopBound(a.columns());
        for (int j = 0; j < whole; j += LANES) {
            int from = a.from() + j;
            blockSums(a.array(), from, a.stride(), Math.min(BLOCK, a.rows()), ZEROS, block);
            float[] shift = new float[LANES];
            for (int k = 0; k < LANES; k++) {
                shift[k] = block[k] / Math.min(BLOCK, a.rows());
            }
            for (int i = 0; i < a.rows(); i += BLOCK) {
                blockSums(a.array(), from + i * a.stride(), a.stride(), Math.min(BLOCK, a.rows() - i), shift, block);
                for (int k = 0; k < LANES; k++) {
                    moments.mean[j + k] += block[k];
                    moments.squares[j + k] += block[LANES + k];
                }
            }
            for (int k = 0; k < LANES; k++) {
                double rest = moments.mean[j + k];
                moments.mean[j + k] = shift[k] + rest / a.rows();
                moments.squares[j + k] = Math.max(0, moments.squares[j + k] - rest * rest / a.rows());
                if (!Double.isFinite(moments.mean[j + k]) || !Double.isFinite(moments.squares[j + k])) {
                    ofColumn(a, j + k, moments); // sums may have left the range of float32
                }
            }
        }
        for (int j = whole; j < a.columns(); j++) {
            ofColumn(a, j, moments);
        }
        return moments;
    }

    /// Σ(a − shift) and Σ(a − shift)² of a vector of columns, in four chains: one addition need not wait for the one before.
    private static void blockSums(float[] a, int from, int stride, int rows, float[] shifts, float[] sums) {
        FloatVector shift = load(shifts, 0);
        FloatVector sum0 = FloatVector.zero(Species.FLOAT);
        FloatVector sum1 = sum0;
        FloatVector sum2 = sum0;
        FloatVector sum3 = sum0;
        FloatVector square0 = sum0;
        FloatVector square1 = sum0;
        FloatVector square2 = sum0;
        FloatVector square3 = sum0;
        int i = 0;
        for (; i + 4 <= rows; i += 4) {
            int at = from + i * stride;
            FloatVector deviation0 = load(a, at).sub(shift);
            FloatVector deviation1 = load(a, at + stride).sub(shift);
            FloatVector deviation2 = load(a, at + 2 * stride).sub(shift);
            FloatVector deviation3 = load(a, at + 3 * stride).sub(shift);
            sum0 = sum0.add(deviation0);
            sum1 = sum1.add(deviation1);
            sum2 = sum2.add(deviation2);
            sum3 = sum3.add(deviation3);
            square0 = deviation0.fma(deviation0, square0);
            square1 = deviation1.fma(deviation1, square1);
            square2 = deviation2.fma(deviation2, square2);
            square3 = deviation3.fma(deviation3, square3);
        }
        for (; i < rows; i++) {
            FloatVector deviation = load(a, from + i * stride).sub(shift);
            sum0 = sum0.add(deviation);
            square0 = deviation.fma(deviation, square0);
        }
        sum0.add(sum1).add(sum2.add(sum3)).intoArray(sums, 0);
        square0.add(square1).add(square2.add(square3)).intoArray(sums, LANES);
    }

    /// In float64.
    private static void ofColumn(MatrixView a, int j, Moments moments) {
        double sum = 0;
        for (int i = 0; i < a.rows(); i++) {
            sum += a.array()[a.from() + i * a.stride() + j];
        }
        double mean = sum / Math.max(1, a.rows());
        double squares = 0;
        for (int i = 0; i < a.rows(); i++) {
            double deviation = a.array()[a.from() + i * a.stride() + j] - mean;
            squares += deviation * deviation;
        }
        moments.mean[j] = mean;
        moments.squares[j] = squares;
    }
}

package dev.orthant.tensor.kernel;

import static dev.orthant.tensor.kernel.Species.FLOAT;
import static dev.orthant.tensor.kernel.Species.LANES;

import dev.orthant.tensor.MatrixView;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Span;
import dev.orthant.tensor.parallel.Parallel;
import dev.orthant.tensor.parallel.PerThread;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;

/// A vector of numbers at a time.
public final class VectorMovement implements MovementKernels {
    /// Numbers that one piece of parallel work moves.
    private static final int PIECE = 1 << 18;

    private static final VectorShuffle<Float> REVERSED = VectorShuffle.iota(FLOAT, LANES - 1, -1, false);

    private static final PerThread<float[]> SQUARE = PerThread.withInitial(() -> new float[LANES * LANES]);

    @Override
    public void transpose(MatrixView a, MatrixView out) {
        MovementChecks.shape("transpose", out, a.columns(), a.rows());
        int bands = a.rows() / LANES;
        Parallel.forPieces(bands, grain(LANES * a.columns()), (first, last) -> {
            for (int band = first; band < last; band++) {
                transposeBand(
                        a.array(),
                        a.from() + band * LANES * a.stride(),
                        a.stride(),
                        a.columns(),
                        out.array(),
                        out.from() + band * LANES,
                        out.stride());
            }
        });
        int done = bands * LANES;
        copyTransposed(a, done, a.rows(), 0, a.columns(), out);
        copyTransposed(a, 0, done, a.columns() / LANES * LANES, a.columns(), out);
    }

    /// As many rows as a vector has lanes, square by square.
    private static void transposeBand(
            float[] in, int from, int stride, int columns, float[] out, int to, int outStride) {
        float[] square = SQUARE.get();
        for (int column = 0; column + LANES <= columns; column += LANES) {
            RegisterTranspose.transposeThrough(
                    square, in, from + column, stride, out, to + column * outStride, outStride);
        }
    }

    /// The edges, one number at a time.
    private static void copyTransposed(
            MatrixView a, int firstRow, int lastRow, int firstColumn, int lastColumn, MatrixView out) {
        for (int i = firstRow; i < lastRow; i++) {
            for (int j = firstColumn; j < lastColumn; j++) {
                out.array()[out.from() + j * out.stride() + i] = a.array()[a.from() + i * a.stride() + j];
            }
        }
    }

    @Override
    public void permute(Span a, Shape shape, int[] order, Span out) {
        MovementChecks.permutation(order, shape.rank());
        if (shape.size() > 0) {
            Permutation.of(shape, order).run(this, a, out);
        }
    }

    @Override
    public void copyAlong(Span a, Axis aAxis, int from, Span out, Axis outAxis, int to, int count) {
        MovementChecks.places(aAxis, from, outAxis, to, count);
        int run = count * aAxis.inner();
        Parallel.forPieces(aAxis.outer(), grain(run), (first, last) -> {
            for (int o = first; o < last; o++) {
                System.arraycopy(
                        a.array(),
                        a.from() + (o * aAxis.length() + from) * aAxis.inner(),
                        out.array(),
                        out.from() + (o * outAxis.length() + to) * outAxis.inner(),
                        run);
            }
        });
    }

    @Override
    public void flip(Span a, Axis axis, Span out) {
        int run = axis.length() * axis.inner();
        Parallel.forPieces(axis.outer(), grain(run), (first, last) -> {
            for (int o = first; o < last; o++) {
                if (axis.inner() == 1) {
                    reverse(a.array(), a.from() + o * run, out.array(), out.from() + o * run, run);
                } else {
                    flipRows(a.array(), a.from() + o * run, out.array(), out.from() + o * run, axis);
                }
            }
        });
    }

    private static void flipRows(float[] in, int from, float[] out, int to, Axis axis) {
        int last = from + (axis.length() - 1) * axis.inner();
        for (int k = 0; k < axis.length(); k++) {
            System.arraycopy(in, last - k * axis.inner(), out, to + k * axis.inner(), axis.inner());
        }
    }

    private static void reverse(float[] in, int from, float[] out, int to, int length) {
        int bound = FLOAT.loopBound(length);
        for (int i = 0; i < bound; i += LANES) {
            FloatVector.fromArray(FLOAT, in, from + length - LANES - i)
                    .rearrange(REVERSED)
                    .intoArray(out, to + i);
        }
        for (int i = bound; i < length; i++) {
            out[to + i] = in[from + length - 1 - i];
        }
    }

    @Override
    public void oneHot(int[] labels, MatrixView out) {
        MovementChecks.shape("one-hot", out, labels.length, out.columns());
        MovementChecks.indices("one-hot", labels, out.columns());
        Parallel.forPieces(labels.length, grain(out.columns()), (first, last) -> {
            for (int i = first; i < last; i++) {
                int row = out.from() + i * out.stride();
                Arrays.fill(out.array(), row, row + out.columns(), 0);
                out.array()[row + labels[i]] = 1;
            }
        });
    }

    /// How many runs of so many numbers make a piece.
    private static int grain(int run) {
        return Math.max(1, PIECE / Math.max(1, run));
    }

    @Override
    public void gatherRows(MatrixView table, int[] indices, MatrixView out) {
        MovementChecks.shape("gather rows", out, indices.length, table.columns());
        MovementChecks.indices("gather rows", indices, table.rows());
        Parallel.forPieces(indices.length, grain(table.columns()), (first, last) -> {
            for (int i = first; i < last; i++) {
                int from = table.from() + indices[i] * table.stride();
                System.arraycopy(table.array(), from, out.array(), out.from() + i * out.stride(), table.columns());
            }
        });
    }

    @Override
    public void scatterAddRows(MatrixView rows, int[] indices, MatrixView table) {
        MovementChecks.shape("scatter-add rows", rows, indices.length, table.columns());
        MovementChecks.indices("scatter-add rows", indices, table.rows());
        for (int i = 0; i < indices.length; i++) {
            addRow(
                    rows.array(),
                    rows.from() + i * rows.stride(),
                    table.columns(),
                    table.array(),
                    table.from() + indices[i] * table.stride());
        }
    }

    private static void addRow(float[] row, int from, int width, float[] table, int to) {
        int bound = FLOAT.loopBound(width);
        for (int j = 0; j < bound; j += LANES) {
            FloatVector.fromArray(FLOAT, table, to + j)
                    .add(FloatVector.fromArray(FLOAT, row, from + j))
                    .intoArray(table, to + j);
        }
        for (int j = bound; j < width; j++) {
            table[to + j] += row[from + j];
        }
    }
}

package dev.orthant.tensor.kernel;

import static dev.orthant.tensor.kernel.Species.FLOAT;
import static dev.orthant.tensor.kernel.Species.LANES;

import dev.orthant.tensor.MatrixView;
import dev.orthant.tensor.parallel.Parallel;
import jdk.incubator.vector.FloatVector;

/// A vector of numbers at a time.
public final class VectorMovement implements MovementKernels {
    /// Numbers that one piece of parallel work moves.
    private static final int PIECE = 1 << 18;

    private static final ThreadLocal<float[]> SQUARE = ThreadLocal.withInitial(() -> new float[LANES * LANES]);

    @Override
    public void transpose(MatrixView a, MatrixView out) {
        MovementChecks.shape("transpose", out, a.columns(), a.rows());
        int bands = a.rows() / LANES;
        int grain = Math.max(1, PIECE / Math.max(1, LANES * a.columns()));
        Parallel.forPieces(bands, grain, (first, last) -> {
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
    public void gatherRows(MatrixView table, int[] indices, MatrixView out) {
        MovementChecks.shape("gather rows", out, indices.length, table.columns());
        MovementChecks.indices("gather rows", indices, table.rows());
        int grain = Math.max(1, PIECE / Math.max(1, table.columns()));
        Parallel.forPieces(indices.length, grain, (first, last) -> {
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

package dev.orthant.tensor.kernel;

import static dev.orthant.tensor.kernel.Species.LANES;
import static dev.orthant.tensor.kernel.Species.load;

import dev.orthant.tensor.MatrixView;
import dev.orthant.tensor.parallel.Parallel;
import dev.orthant.tensor.parallel.PerThread;
import java.util.Arrays;
import java.util.List;
import jdk.incubator.vector.FloatVector;
import org.jspecify.annotations.Nullable;

/// Σᵢ a[i, j] and Σᵢ a[i, j] b[i, j] of each column: blocks of [#BLOCK] rows in float32, the blocks' sums in float64.
///
/// Sums that leave the range of float32 on the way are formed again in float64; products too small for it count 0.
final class ColumnSums {
    /// Rows that are added in float32.
    static final int BLOCK = 32;

    private static final PerThread<float[]> BLOCKS = PerThread.withInitial(() -> new float[0]);

    private ColumnSums() {}

    static double[] sums(MatrixView a) {
        return dots(a, null);
    }

    /// In pieces of rows, combined in order.
    ///
    /// @param b as `a`, or null for sums
    static double[] dots(MatrixView a, @Nullable MatrixView b) {
        int grain = Math.ceilDiv(Pieces.rowsInPiece(a.columns()), BLOCK) * BLOCK;
        int pieces = Math.max(1, Math.ceilDiv(a.rows(), grain));
        List<double[]> parts = Parallel.map(pieces, piece -> {
            int from = piece * grain;
            int to = Math.min(a.rows(), from + grain);
            return ofPiece(a.rowRange(from, to), b == null ? null : b.rowRange(from, to));
        });
        double[] total = parts.getFirst();
        for (double[] part : parts.subList(1, pieces)) {
            for (int j = 0; j < total.length; j++) {
                total[j] += part[j];
            }
        }
        return total;
    }

    private static double[] ofPiece(MatrixView a, @Nullable MatrixView b) {
        double[] sums = new double[a.columns()];
        float[] block = block(a.columns());
        for (int i = 0; i < a.rows(); i += BLOCK) {
            int rows = Math.min(BLOCK, a.rows() - i);
            int aFrom = a.from() + i * a.stride();
            if (b == null) {
                sumBlock(a.array(), aFrom, a.stride(), rows, a.columns(), block);
            } else {
                int bFrom = b.from() + i * b.stride();
                dotBlock(a.array(), aFrom, a.stride(), b.array(), bFrom, b.stride(), rows, a.columns(), block);
            }
            for (int j = 0; j < sums.length; j++) {
                sums[j] += block[j];
            }
        }
        for (int j = 0; j < sums.length; j++) {
            if (!Double.isFinite(sums[j])) {
                sums[j] = inDouble(a, b, j);
            }
        }
        return sums;
    }

    private static void sumBlock(float[] a, int aFrom, int stride, int rows, int columns, float[] sums) {
        int whole = Species.FLOAT.loopBound(columns);
        for (int j = 0; j < whole; j += LANES) {
            FloatVector sum = load(a, aFrom + j);
            for (int i = 1; i < rows; i++) {
                sum = sum.add(load(a, aFrom + i * stride + j));
            }
            sum.intoArray(sums, j);
        }
        for (int j = whole; j < columns; j++) {
            float sum = a[aFrom + j];
            for (int i = 1; i < rows; i++) {
                sum += a[aFrom + i * stride + j];
            }
            sums[j] = sum;
        }
    }

    private static void dotBlock(
            float[] a, int aFrom, int aStride, float[] b, int bFrom, int bStride, int rows, int columns, float[] sums) {
        int whole = Species.FLOAT.loopBound(columns);
        for (int j = 0; j < whole; j += LANES) {
            FloatVector sum = load(a, aFrom + j).mul(load(b, bFrom + j));
            for (int i = 1; i < rows; i++) {
                sum = load(a, aFrom + i * aStride + j).fma(load(b, bFrom + i * bStride + j), sum);
            }
            sum.intoArray(sums, j);
        }
        for (int j = whole; j < columns; j++) {
            float sum = 0;
            for (int i = 0; i < rows; i++) {
                sum += a[aFrom + i * aStride + j] * b[bFrom + i * bStride + j];
            }
            sums[j] = sum;
        }
    }

    private static double inDouble(MatrixView a, @Nullable MatrixView b, int j) {
        double sum = 0;
        for (int i = 0; i < a.rows(); i++) {
            double left = a.array()[a.from() + i * a.stride() + j];
            sum += b == null ? left : left * b.array()[b.from() + i * b.stride() + j];
        }
        return sum;
    }

    private static float[] block(int columns) {
        float[] block = BLOCKS.get();
        if (block.length < columns) {
            block = Arrays.copyOf(block, columns);
            BLOCKS.set(block);
        }
        return block;
    }
}

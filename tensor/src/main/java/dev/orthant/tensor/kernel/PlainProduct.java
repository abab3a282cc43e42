package dev.orthant.tensor.kernel;

import dev.orthant.tensor.MatrixView;
import dev.orthant.tensor.parallel.Parallel;
import java.util.Arrays;

/// The matrix products of [VectorMatrixProduct] and [AddedProduct] in plain loops, bit for bit, for the time until C2 has compiled those:
/// each element is summed in the same order and with the same fused operations.
///
/// C2 compiles these loops within milliseconds, because they hold no vector operations, and the innermost ones into
/// vector code.
final class PlainProduct {
    /// Multiplications in a piece.
    private static final long GRAIN = 1L << 20;

    private PlainProduct() {}

    /// c[i, j] = Σ over blocks of (Σₗ left[i, l] right[l, j], from zero, each step fused)
    ///
    /// @param blockDepth steps of depth in each block but the last
    static void blocked(Operand left, Operand right, MatrixView c, int blockDepth) {
        float[] b = right.depthFirst() ? right.view().array() : transposed(right);
        int bFrom = right.depthFirst() ? right.view().from() : 0;
        int bStride = right.depthFirst() ? right.view().stride() : right.lines();
        int grain = (int) Math.max(1, GRAIN / Math.max(1, (long) left.depth() * c.columns()));
        Parallel.forPieces(c.rows(), grain, (from, to) -> {
            float[] sums = new float[c.columns()];
            for (int i = from; i < to; i++) {
                int end;
                for (int begin = 0; begin < left.depth(); begin = end) {
                    end = Math.min(begin + blockDepth, left.depth());
                    Arrays.fill(sums, 0);
                    for (int l = begin; l < end; l++) {
                        float factor = left.view().array()[left.index(i, l)];
                        addProducts(factor, b, bFrom + l * bStride, sums);
                    }
                    move(sums, c, i, begin > 0);
                }
            }
        });
    }

    /// C ← C + A B as [AddedProduct] forms it: each step fused, in the order of the depth.
    static void added(MatrixView a, MatrixView b, MatrixView c) {
        float[] sums = new float[c.columns()];
        for (int i = 0; i < c.rows(); i++) {
            int row = c.from() + i * c.stride();
            System.arraycopy(c.array(), row, sums, 0, sums.length);
            for (int l = 0; l < a.columns(); l++) {
                addProducts(a.array()[a.from() + i * a.stride() + l], b.array(), b.from() + l * b.stride(), sums);
            }
            System.arraycopy(sums, 0, c.array(), row, sums.length);
        }
    }

    private static void addProducts(float factor, float[] b, int from, float[] sums) {
        for (int j = 0; j < sums.length; j++) {
            sums[j] = Math.fma(factor, b[from + j], sums[j]);
        }
    }

    private static void move(float[] sums, MatrixView c, int row, boolean accumulate) {
        int to = c.from() + row * c.stride();
        for (int j = 0; j < sums.length; j++) {
            c.array()[to + j] = accumulate ? c.array()[to + j] + sums[j] : sums[j];
        }
    }

    private static float[] transposed(Operand lines) {
        float[] depthFirst = new float[lines.depth() * lines.lines()];
        for (int i = 0; i < lines.lines(); i++) {
            for (int l = 0; l < lines.depth(); l++) {
                depthFirst[l * lines.lines() + i] = lines.view().array()[lines.index(i, l)];
            }
        }
        return depthFirst;
    }

    /// Dot products of whole lines as [SkinnyProduct] forms them.
    static void dots(Operand left, Operand right, MatrixView c) {
        int grain = (int) Math.max(1, GRAIN / Math.max(1, (long) left.lines() * left.depth()));
        Parallel.forPieces(right.lines(), grain, (from, to) -> {
            float[] lanes = new float[Species.LANES];
            for (int j = from; j < to; j++) {
                for (int i = 0; i < left.lines(); i++) {
                    c.array()[c.from() + i * c.stride() + j] = dot(left, i, right, j, lanes);
                }
            }
        });
    }

    private static float dot(Operand left, int i, Operand right, int j, float[] lanes) {
        float[] a = left.view().array();
        float[] b = right.view().array();
        int aFrom = left.index(i, 0);
        int bFrom = right.index(j, 0);
        int bound = left.depth() / lanes.length * lanes.length;
        Arrays.fill(lanes, 0);
        for (int l = 0; l < bound; l += lanes.length) {
            for (int lane = 0; lane < lanes.length; lane++) {
                lanes[lane] = Math.fma(a[aFrom + l + lane], b[bFrom + l + lane], lanes[lane]);
            }
        }
        for (int half = lanes.length / 2; half > 0; half /= 2) {
            for (int lane = 0; lane < half; lane++) {
                lanes[lane] += lanes[lane + half];
            }
        }
        float sum = lanes[0];
        for (int l = bound; l < left.depth(); l++) {
            sum += a[aFrom + l] * b[bFrom + l];
        }
        return sum;
    }
}

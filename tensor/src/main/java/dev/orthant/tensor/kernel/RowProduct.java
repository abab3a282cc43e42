package dev.orthant.tensor.kernel;

import static dev.orthant.tensor.kernel.Species.LANES;

import dev.orthant.tensor.MatrixView;
import jdk.incubator.vector.FloatVector;

/// One row times a matrix that lies [depth, lines]: multiples of the matrix's rows are added up.
///
///     c[j] = Σₗ a[l] b[l, j],  l = 0, 1, …, depth − 1 in this order, from zero, each step one fused operation
///
/// Each number of B is used once, so memory is the limit: B is read where it lies, eight rows at a time, which is as many
/// streams as the prefetchers follow, and C is visited once for eight rows.
final class RowProduct {
    private static final int EIGHT = 8;

    /// Columns in a piece: a part of C that stays in the first-level cache.
    private static final int PIECE_COLUMNS = 1024;

    private RowProduct() {}

    static boolean suits(Operand left, Operand right) {
        return left.lines() == 1 && right.depthFirst();
    }

    /// @param left  one line, contiguous or not
    /// @param right [depth, lines]
    /// @param c     [1, lines], overwritten
    static void compute(Operand left, Operand right, MatrixView c) {
        VectorMatrixProduct.forPieces(c, left.depth(), c.columns(), PIECE_COLUMNS, (from, to) -> {
            float[] factors = new float[EIGHT];
            MatrixView b = right.view();
            int bFrom = b.from() + from;
            int cFrom = c.from() + from;
            int l = 0;
            for (; l + EIGHT <= left.depth(); l += EIGHT) {
                for (int i = 0; i < EIGHT; i++) {
                    factors[i] = left.view().array()[left.index(0, l + i)];
                }
                addEight(factors, b.array(), bFrom + l * b.stride(), b.stride(), c.array(), cFrom, to - from, l == 0);
            }
            for (; l < left.depth(); l++) {
                float factor = left.view().array()[left.index(0, l)];
                addOne(factor, b.array(), bFrom + l * b.stride(), c.array(), cFrom, to - from, l == 0);
            }
        });
    }

    private static void addEight(
            float[] factors, float[] b, int from, int stride, float[] c, int cFrom, int columns, boolean first) {
        int bound = Species.FLOAT.loopBound(columns);
        int fifth = from + 4 * stride;
        for (int j = 0; j < bound; j += LANES) {
            FloatVector sum =
                    first ? FloatVector.zero(Species.FLOAT) : FloatVector.fromArray(Species.FLOAT, c, cFrom + j);
            sum = FloatVector.fromArray(Species.FLOAT, b, from + j)
                    .fma(FloatVector.broadcast(Species.FLOAT, factors[0]), sum);
            sum = FloatVector.fromArray(Species.FLOAT, b, from + stride + j)
                    .fma(FloatVector.broadcast(Species.FLOAT, factors[1]), sum);
            sum = FloatVector.fromArray(Species.FLOAT, b, from + 2 * stride + j)
                    .fma(FloatVector.broadcast(Species.FLOAT, factors[2]), sum);
            sum = FloatVector.fromArray(Species.FLOAT, b, from + 3 * stride + j)
                    .fma(FloatVector.broadcast(Species.FLOAT, factors[3]), sum);
            sum = FloatVector.fromArray(Species.FLOAT, b, fifth + j)
                    .fma(FloatVector.broadcast(Species.FLOAT, factors[4]), sum);
            sum = FloatVector.fromArray(Species.FLOAT, b, fifth + stride + j)
                    .fma(FloatVector.broadcast(Species.FLOAT, factors[5]), sum);
            sum = FloatVector.fromArray(Species.FLOAT, b, fifth + 2 * stride + j)
                    .fma(FloatVector.broadcast(Species.FLOAT, factors[6]), sum);
            sum = FloatVector.fromArray(Species.FLOAT, b, fifth + 3 * stride + j)
                    .fma(FloatVector.broadcast(Species.FLOAT, factors[7]), sum);
            sum.intoArray(c, cFrom + j);
        }
        for (int j = bound; j < columns; j++) {
            float sum = first ? 0 : c[cFrom + j];
            for (int i = 0; i < EIGHT; i++) {
                sum = Math.fma(factors[i], b[from + i * stride + j], sum);
            }
            c[cFrom + j] = sum;
        }
    }

    private static void addOne(float factor, float[] b, int from, float[] c, int cFrom, int columns, boolean first) {
        int bound = Species.FLOAT.loopBound(columns);
        for (int j = 0; j < bound; j += LANES) {
            FloatVector sum =
                    first ? FloatVector.zero(Species.FLOAT) : FloatVector.fromArray(Species.FLOAT, c, cFrom + j);
            FloatVector.fromArray(Species.FLOAT, b, from + j)
                    .fma(FloatVector.broadcast(Species.FLOAT, factor), sum)
                    .intoArray(c, cFrom + j);
        }
        for (int j = bound; j < columns; j++) {
            c[cFrom + j] = Math.fma(factor, b[from + j], first ? 0 : c[cFrom + j]);
        }
    }
}

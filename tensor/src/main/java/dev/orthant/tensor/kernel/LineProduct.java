package dev.orthant.tensor.kernel;

import static dev.orthant.tensor.kernel.Species.LANES;

import dev.orthant.tensor.MatrixView;
import dev.orthant.tensor.parallel.Parallel;
import jdk.incubator.vector.FloatVector;

/// One line times many: what a linear layer computes for a single example. The bits are those of [SkinnyProduct].
///
///     c[j] = Σₗ a[l] B[j, l]
///
/// Each number of B is used once, so the speed is that at which B can be read: eight lines at a time are as many streams as
/// the prefetchers follow, and eight sums hide what a fused multiply-add waits for the one before.
final class LineProduct {
    private static final int EIGHT = 8;

    private LineProduct() {}

    /// @param line  one line, contiguous
    /// @param lines [lines, depth]
    /// @param grain lines in a piece of parallel work, a multiple of eight but for the last
    /// @param c     where the sums go, overwritten
    /// @param step  distance between two sums
    static void compute(Operand line, Operand lines, int grain, MatrixView c, int step) {
        float[] a = line.view().array();
        float[] b = lines.view().array();
        float[] out = c.array();
        int aFrom = line.index(0, 0);
        int depth = line.depth();
        int stride = lines.lineStep();
        Parallel.forPieces(lines.lines(), grain, (from, to) -> {
            float[] lanes = Workspace.tile(); // large enough: 16 vectors or 8
            int j = from;
            for (; j + EIGHT <= to; j += EIGHT) {
                eight(a, aFrom, b, lines.index(j, 0), stride, depth, lanes);
                for (int i = 0; i < EIGHT; i++) {
                    float sum = LaneSum.of(FloatVector.fromArray(Species.FLOAT, lanes, i * LANES));
                    out[c.from() + (j + i) * step] = rest(sum, a, aFrom, b, lines.index(j + i, 0), depth);
                }
            }
            for (; j < to; j++) {
                float sum = one(a, aFrom, b, lines.index(j, 0), depth);
                out[c.from() + j * step] = rest(sum, a, aFrom, b, lines.index(j, 0), depth);
            }
        });
    }

    /// lanes[8 i …]: the sums of line i, lane by lane. They go by way of memory, because a vector must not be handed to a
    /// method that C2 may choose not to inline.
    private static void eight(float[] a, int aFrom, float[] b, int from, int stride, int depth, float[] lanes) {
        FloatVector sum0 = FloatVector.zero(Species.FLOAT);
        FloatVector sum1 = FloatVector.zero(Species.FLOAT);
        FloatVector sum2 = FloatVector.zero(Species.FLOAT);
        FloatVector sum3 = FloatVector.zero(Species.FLOAT);
        FloatVector sum4 = FloatVector.zero(Species.FLOAT);
        FloatVector sum5 = FloatVector.zero(Species.FLOAT);
        FloatVector sum6 = FloatVector.zero(Species.FLOAT);
        FloatVector sum7 = FloatVector.zero(Species.FLOAT);
        int fifth = from + 4 * stride;
        int bound = Species.FLOAT.loopBound(depth);
        for (int l = 0; l < bound; l += LANES) {
            FloatVector left = FloatVector.fromArray(Species.FLOAT, a, aFrom + l);
            sum0 = left.fma(FloatVector.fromArray(Species.FLOAT, b, from + l), sum0);
            sum1 = left.fma(FloatVector.fromArray(Species.FLOAT, b, from + stride + l), sum1);
            sum2 = left.fma(FloatVector.fromArray(Species.FLOAT, b, from + 2 * stride + l), sum2);
            sum3 = left.fma(FloatVector.fromArray(Species.FLOAT, b, from + 3 * stride + l), sum3);
            sum4 = left.fma(FloatVector.fromArray(Species.FLOAT, b, fifth + l), sum4);
            sum5 = left.fma(FloatVector.fromArray(Species.FLOAT, b, fifth + stride + l), sum5);
            sum6 = left.fma(FloatVector.fromArray(Species.FLOAT, b, fifth + 2 * stride + l), sum6);
            sum7 = left.fma(FloatVector.fromArray(Species.FLOAT, b, fifth + 3 * stride + l), sum7);
        }
        sum0.intoArray(lanes, 0);
        sum1.intoArray(lanes, LANES);
        sum2.intoArray(lanes, 2 * LANES);
        sum3.intoArray(lanes, 3 * LANES);
        sum4.intoArray(lanes, 4 * LANES);
        sum5.intoArray(lanes, 5 * LANES);
        sum6.intoArray(lanes, 6 * LANES);
        sum7.intoArray(lanes, 7 * LANES);
    }

    private static float one(float[] a, int aFrom, float[] b, int from, int depth) {
        FloatVector sum = FloatVector.zero(Species.FLOAT);
        int bound = Species.FLOAT.loopBound(depth);
        for (int l = 0; l < bound; l += LANES) {
            sum = FloatVector.fromArray(Species.FLOAT, a, aFrom + l)
                    .fma(FloatVector.fromArray(Species.FLOAT, b, from + l), sum);
        }
        return LaneSum.of(sum);
    }

    private static float rest(float sum, float[] a, int aFrom, float[] b, int from, int depth) {
        float all = sum;
        for (int l = Species.FLOAT.loopBound(depth); l < depth; l++) {
            all += a[aFrom + l] * b[from + l];
        }
        return all;
    }
}

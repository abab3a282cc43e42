package dev.orthant.tensor.kernel;

import static dev.orthant.tensor.kernel.Species.LANES;

import dev.orthant.tensor.MatrixView;
import dev.orthant.tensor.parallel.Parallel;
import jdk.incubator.vector.FloatVector;

/// C = A Bᵀ where one operand has few lines: dot products of whole lines, which read the large operand once and pack
/// nothing.
///
///     C[i, j] = Σₗ A[i, l] B[j, l]
///
/// Each sum is kept in one vector (lane l mod lanes), then the lanes are added, then the rest of the line. The API is called
/// directly, for the reason that [MicroKernel] gives.
final class SkinnyProduct {
    static final int FEW_LINES = 6;

    /// Dot products at a time: this many lines of the small operand by that many of the large one.
    private static final int SMALL = 3;
    private static final int LARGE = 4;

    /// Of what a piece's lines are a multiple: four here, eight in [LineProduct].
    private static final int MULTIPLE = 8;

    /// Multiplications in a piece.
    private static final int GRAIN = 1 << 18;

    private SkinnyProduct() {}

    static boolean suits(Operand left, Operand right) {
        return !left.depthFirst() && !right.depthFirst() && Math.min(left.lines(), right.lines()) <= FEW_LINES;
    }

    static void compute(Operand left, Operand right, MatrixView c) {
        if (left.lines() <= FEW_LINES) {
            compute(left, right, c, c.stride(), 1);
        } else {
            compute(right, left, c, 1, c.stride());
        }
    }

    private static void compute(Operand small, Operand large, MatrixView c, int smallStep, int largeStep) {
        int perLine = small.lines() * small.depth();
        int grain = Math.ceilDiv(Math.max(1, GRAIN / perLine), MULTIPLE) * MULTIPLE;
        if (small.lines() == 1) {
            LineProduct.compute(small, large, grain, c, largeStep);
            return;
        }
        Parallel.forPieces(large.lines(), grain, (from, to) -> {
            float[] lanes = Workspace.tile(); // large enough: 16 vectors or 12
            float[] sums = new float[SMALL * LARGE];
            for (int line = from; line < to; line += LARGE) {
                for (int first = 0; first < small.lines(); first += SMALL) {
                    dots(small, first, large, line, lanes, sums);
                    for (int i = first; i < Math.min(first + SMALL, small.lines()); i++) {
                        for (int j = line; j < Math.min(line + LARGE, to); j++) {
                            c.array()[c.from() + i * smallStep + j * largeStep] =
                                    sums[(i - first) * LARGE + (j - line)];
                        }
                    }
                }
            }
        });
    }

    /// sums[4 i + j] = line `first + i` of `small` times line `line + j` of `large`. Lines behind the last stand for
    /// the last: their sums are computed and not used.
    private static void dots(Operand small, int first, Operand large, int line, float[] lanes, float[] sums) {
        float[] a = small.view().array();
        float[] b = large.view().array();
        int lastSmall = small.lines() - 1;
        int lastLarge = large.lines() - 1;
        int a0 = small.index(first, 0);
        int a1 = small.index(Math.min(first + 1, lastSmall), 0);
        int a2 = small.index(Math.min(first + 2, lastSmall), 0);
        int b0 = large.index(line, 0);
        int b1 = large.index(Math.min(line + 1, lastLarge), 0);
        int b2 = large.index(Math.min(line + 2, lastLarge), 0);
        int b3 = large.index(Math.min(line + 3, lastLarge), 0);
        FloatVector sum00 = FloatVector.zero(Species.FLOAT);
        FloatVector sum01 = FloatVector.zero(Species.FLOAT);
        FloatVector sum02 = FloatVector.zero(Species.FLOAT);
        FloatVector sum03 = FloatVector.zero(Species.FLOAT);
        FloatVector sum10 = FloatVector.zero(Species.FLOAT);
        FloatVector sum11 = FloatVector.zero(Species.FLOAT);
        FloatVector sum12 = FloatVector.zero(Species.FLOAT);
        FloatVector sum13 = FloatVector.zero(Species.FLOAT);
        FloatVector sum20 = FloatVector.zero(Species.FLOAT);
        FloatVector sum21 = FloatVector.zero(Species.FLOAT);
        FloatVector sum22 = FloatVector.zero(Species.FLOAT);
        FloatVector sum23 = FloatVector.zero(Species.FLOAT);
        int bound = Species.FLOAT.loopBound(small.depth());
        for (int l = 0; l < bound; l += LANES) {
            FloatVector left0 = FloatVector.fromArray(Species.FLOAT, a, a0 + l);
            FloatVector left1 = FloatVector.fromArray(Species.FLOAT, a, a1 + l);
            FloatVector left2 = FloatVector.fromArray(Species.FLOAT, a, a2 + l);
            FloatVector right0 = FloatVector.fromArray(Species.FLOAT, b, b0 + l);
            sum00 = left0.fma(right0, sum00);
            sum10 = left1.fma(right0, sum10);
            sum20 = left2.fma(right0, sum20);
            FloatVector right1 = FloatVector.fromArray(Species.FLOAT, b, b1 + l);
            sum01 = left0.fma(right1, sum01);
            sum11 = left1.fma(right1, sum11);
            sum21 = left2.fma(right1, sum21);
            FloatVector right2 = FloatVector.fromArray(Species.FLOAT, b, b2 + l);
            sum02 = left0.fma(right2, sum02);
            sum12 = left1.fma(right2, sum12);
            sum22 = left2.fma(right2, sum22);
            FloatVector right3 = FloatVector.fromArray(Species.FLOAT, b, b3 + l);
            sum03 = left0.fma(right3, sum03);
            sum13 = left1.fma(right3, sum13);
            sum23 = left2.fma(right3, sum23);
        }
        sum00.intoArray(lanes, 0);
        sum01.intoArray(lanes, LANES);
        sum02.intoArray(lanes, 2 * LANES);
        sum03.intoArray(lanes, 3 * LANES);
        sum10.intoArray(lanes, 4 * LANES);
        sum11.intoArray(lanes, 5 * LANES);
        sum12.intoArray(lanes, 6 * LANES);
        sum13.intoArray(lanes, 7 * LANES);
        sum20.intoArray(lanes, 8 * LANES);
        sum21.intoArray(lanes, 9 * LANES);
        sum22.intoArray(lanes, 10 * LANES);
        sum23.intoArray(lanes, 11 * LANES);
        addLanes(lanes, sums);
        for (int l = bound; l < small.depth(); l++) {
            for (int j = 0; j < LARGE; j++) {
                float right = b[large.index(Math.min(line + j, lastLarge), l)];
                sums[j] += a[a0 + l] * right;
                sums[LARGE + j] += a[a1 + l] * right;
                sums[2 * LARGE + j] += a[a2 + l] * right;
            }
        }
    }

    /// By way of memory and in plain additions, in the order of [LaneSum]: a vector must not be handed to a method that C2
    /// may choose not to inline.
    private static void addLanes(float[] lanes, float[] sums) {
        for (int i = 0; i < sums.length; i++) {
            int from = i * LANES;
            for (int half = LANES / 2; half > 0; half /= 2) {
                for (int lane = from; lane < from + half; lane++) {
                    lanes[lane] += lanes[lane + half];
                }
            }
            sums[i] = lanes[from];
        }
    }
}

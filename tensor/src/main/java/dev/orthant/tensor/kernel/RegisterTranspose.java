package dev.orthant.tensor.kernel;

import static dev.orthant.tensor.kernel.Species.LANES;
import static dev.orthant.tensor.kernel.Species.load;

import java.util.function.IntUnaryOperator;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/// The transpose of a square of as many rows and columns as a vector has lanes.
///
/// A transpose swaps each bit of the row's number with the same bit of the column's. For the bit of value d, the rows
/// i and i + d (where i has not the bit) exchange lanes:
///
///     upper(i)     lane j = row i     lane j      where j has not the bit, else row i + d lane j − d
///     lower(i + d) lane j = row i     lane j + d  where j has not the bit, else row i + d lane j
///
/// Two bits are swapped per pass, on four rows, so that no more than a few vectors live at once; between the passes the
/// rows lie in memory that is still in the first-level cache.
final class RegisterTranspose {
    /// Rows of one pass.
    private static final int FOUR = 4;

    private static final IntVector UPPER_1 = upper(1);
    private static final IntVector LOWER_1 = lower(1);
    private static final IntVector UPPER_2 = upper(2);
    private static final IntVector LOWER_2 = lower(2);
    private static final IntVector UPPER_4 = upper(4);
    private static final IntVector LOWER_4 = lower(4);
    private static final IntVector UPPER_8 = upper(8);
    private static final IntVector LOWER_8 = lower(8);

    private RegisterTranspose() {}

    /// `out[to + j · outStride + i] = in[from + i · stride + j]` for i and j below [Species#LANES]. The two must not overlap.
    ///
    /// @param stride    between the rows of the input
    /// @param outStride between the rows of the output, at least the lanes; where it is a multiple of a large power of two,
    ///                  [#transposeThrough] is faster
    static void transpose(float[] in, int from, int stride, float[] out, int to, int outStride) {
        swapTwoLowBits(in, from, stride, out, to, outStride);
        if (LANES > FOUR) {
            swapHighBits(out, to, outStride, out, to, outStride);
        }
    }

    /// As [#transpose], with the rows between the passes in `scratch` rather than in the output: rows a power of two
    /// apart compete for the same places of the cache.
    ///
    /// @param scratch at least lanes² numbers
    static void transposeThrough(
            float[] scratch, float[] in, int from, int stride, float[] out, int to, int outStride) {
        if (LANES > FOUR) {
            swapTwoLowBits(in, from, stride, scratch, 0, LANES);
            swapHighBits(scratch, 0, LANES, out, to, outStride);
        } else {
            swapTwoLowBits(in, from, stride, out, to, outStride);
        }
    }

    private static void swapTwoLowBits(float[] in, int from, int stride, float[] out, int to, int outStride) {
        for (int row = 0; row < LANES; row += FOUR) {
            int at = from + row * stride;
            FloatVector a = load(in, at);
            FloatVector b = load(in, at + stride);
            FloatVector c = load(in, at + 2 * stride);
            FloatVector d = load(in, at + 3 * stride);
            FloatVector ab0 = select(UPPER_1, a, b);
            FloatVector ab1 = select(LOWER_1, a, b);
            FloatVector cd0 = select(UPPER_1, c, d);
            FloatVector cd1 = select(LOWER_1, c, d);
            int target = to + row * outStride;
            select(UPPER_2, ab0, cd0).intoArray(out, target);
            select(UPPER_2, ab1, cd1).intoArray(out, target + outStride);
            select(LOWER_2, ab0, cd0).intoArray(out, target + 2 * outStride);
            select(LOWER_2, ab1, cd1).intoArray(out, target + 3 * outStride);
        }
    }

    private static void swapHighBits(float[] in, int from, int stride, float[] out, int to, int outStride) {
        if (LANES > 2 * FOUR) {
            swapTwoHighBits(in, from, stride, out, to, outStride);
        } else {
            swapThirdBit(in, from, stride, out, to, outStride);
        }
    }

    private static void swapThirdBit(float[] in, int from, int stride, float[] out, int to, int outStride) {
        for (int row = 0; row < FOUR; row++) {
            FloatVector a = load(in, from + row * stride);
            FloatVector b = load(in, from + (row + FOUR) * stride);
            select(UPPER_4, a, b).intoArray(out, to + row * outStride);
            select(LOWER_4, a, b).intoArray(out, to + (row + FOUR) * outStride);
        }
    }

    private static void swapTwoHighBits(float[] in, int from, int stride, float[] out, int to, int outStride) {
        for (int row = 0; row < FOUR; row++) {
            int at = from + row * stride;
            FloatVector a = load(in, at);
            FloatVector b = load(in, at + FOUR * stride);
            FloatVector c = load(in, at + 2 * FOUR * stride);
            FloatVector d = load(in, at + 3 * FOUR * stride);
            FloatVector ab0 = select(UPPER_4, a, b);
            FloatVector ab1 = select(LOWER_4, a, b);
            FloatVector cd0 = select(UPPER_4, c, d);
            FloatVector cd1 = select(LOWER_4, c, d);
            int target = to + row * outStride;
            select(UPPER_8, ab0, cd0).intoArray(out, target);
            select(UPPER_8, ab1, cd1).intoArray(out, target + FOUR * outStride);
            select(LOWER_8, ab0, cd0).intoArray(out, target + 2 * FOUR * outStride);
            select(LOWER_8, ab1, cd1).intoArray(out, target + 3 * FOUR * outStride);
        }
    }

    /// As integers: float32 indices would be converted at each use.
    private static FloatVector select(IntVector lanes, FloatVector first, FloatVector second) {
        return lanes.selectFrom(first.reinterpretAsInts(), second.reinterpretAsInts())
                .reinterpretAsFloats();
    }

    private static IntVector upper(int bit) {
        return lanes(lane -> (lane & bit) == 0 ? lane : LANES + lane - bit);
    }

    private static IntVector lower(int bit) {
        return lanes(lane -> (lane & bit) == 0 ? lane + bit : LANES + lane);
    }

    /// Lanes of two vectors one after the other. Bits that narrow vectors do not have are wrapped and never used.
    private static IntVector lanes(IntUnaryOperator source) {
        int[] indices = new int[LANES];
        for (int lane = 0; lane < LANES; lane++) {
            indices[lane] = source.applyAsInt(lane) % (2 * LANES);
        }
        return load(indices, 0);
    }
}

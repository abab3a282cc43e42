package dev.orthant.tensor.kernel;

import static dev.orthant.tensor.kernel.Species.LANES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;

/// The transpose of a square of as many rows and columns as a vector has lanes.
///
/// A transpose exchanges each bit of the row's number with the same bit of the column's. For the bit of value d, the
/// row i (without the bit) gives its lanes with the bit to the row i + d, whose lanes without the bit it takes:
///
///     moved  = (lanes of row i with the bit, lanes of row i + d without it), lane j moved to lane j ⊕ d
///     row i     ← own lanes without the bit, moved ones with it
///     row i + d ← moved lanes without the bit, own ones with it
///
/// One permutation and three blends: processors permute through a single port but blend through several. Two bits are
/// exchanged per pass, on four rows, so that only a few vectors live at once; between the passes the rows lie in memory
/// that is still in the first-level cache.
final class RegisterTranspose {
    /// Rows of one pass.
    private static final int FOUR = 4;

    private static final VectorShuffle<Float> MOVE_1 = move(1);
    private static final VectorShuffle<Float> MOVE_2 = move(2);
    private static final VectorShuffle<Float> MOVE_4 = move(4);
    private static final VectorShuffle<Float> MOVE_8 = move(8);

    private static final VectorMask<Float> BIT_1 = bit(1);
    private static final VectorMask<Float> BIT_2 = bit(2);
    private static final VectorMask<Float> BIT_4 = bit(4);
    private static final VectorMask<Float> BIT_8 = bit(8);

    private RegisterTranspose() {}

    /// `out[to + j · outStride + i] = in[from + i · stride + j]` for i and j below [Species#LANES]. The squares must not
    /// overlap.
    ///
    /// @param stride    between the rows of the input
    /// @param outStride between the rows of the output, at least the lanes; where it is a large power of two,
    ///                  [#transposeThrough] is faster
    static void transpose(float[] in, int from, int stride, float[] out, int to, int outStride) {
        exchangeLowBits(in, from, stride, out, to, outStride);
        if (LANES > FOUR) {
            exchangeHighBits(out, to, outStride, out, to, outStride);
        }
    }

    /// As [#transpose], with the rows between the passes in `scratch` rather than in the output: rows a power of two
    /// apart compete for the same places of the cache.
    ///
    /// @param scratch at least lanes² numbers
    static void transposeThrough(
            float[] scratch, float[] in, int from, int stride, float[] out, int to, int outStride) {
        if (LANES > FOUR) {
            exchangeLowBits(in, from, stride, scratch, 0, LANES);
            exchangeHighBits(scratch, 0, LANES, out, to, outStride);
        } else {
            exchangeLowBits(in, from, stride, out, to, outStride);
        }
    }

    private static void exchangeLowBits(float[] in, int from, int stride, float[] out, int to, int outStride) {
        for (int row = 0; row < LANES; row += FOUR) {
            int at = from + row * stride;
            FloatVector a = FloatVector.fromArray(Species.FLOAT, in, at);
            FloatVector b = FloatVector.fromArray(Species.FLOAT, in, at + stride);
            FloatVector c = FloatVector.fromArray(Species.FLOAT, in, at + 2 * stride);
            FloatVector d = FloatVector.fromArray(Species.FLOAT, in, at + 3 * stride);
            FloatVector ab = b.blend(a, BIT_1).rearrange(MOVE_1);
            FloatVector cd = d.blend(c, BIT_1).rearrange(MOVE_1);
            a = a.blend(ab, BIT_1);
            b = ab.blend(b, BIT_1);
            c = c.blend(cd, BIT_1);
            d = cd.blend(d, BIT_1);
            FloatVector ac = c.blend(a, BIT_2).rearrange(MOVE_2);
            FloatVector bd = d.blend(b, BIT_2).rearrange(MOVE_2);
            int target = to + row * outStride;
            a.blend(ac, BIT_2).intoArray(out, target);
            b.blend(bd, BIT_2).intoArray(out, target + outStride);
            ac.blend(c, BIT_2).intoArray(out, target + 2 * outStride);
            bd.blend(d, BIT_2).intoArray(out, target + 3 * outStride);
        }
    }

    private static void exchangeHighBits(float[] in, int from, int stride, float[] out, int to, int outStride) {
        if (LANES > 2 * FOUR) {
            exchangeTwoHighBits(in, from, stride, out, to, outStride);
        } else {
            exchangeThirdBit(in, from, stride, out, to, outStride);
        }
    }

    private static void exchangeThirdBit(float[] in, int from, int stride, float[] out, int to, int outStride) {
        for (int row = 0; row < FOUR; row++) {
            FloatVector a = FloatVector.fromArray(Species.FLOAT, in, from + row * stride);
            FloatVector b = FloatVector.fromArray(Species.FLOAT, in, from + (row + FOUR) * stride);
            FloatVector ab = b.blend(a, BIT_4).rearrange(MOVE_4);
            a.blend(ab, BIT_4).intoArray(out, to + row * outStride);
            ab.blend(b, BIT_4).intoArray(out, to + (row + FOUR) * outStride);
        }
    }

    private static void exchangeTwoHighBits(float[] in, int from, int stride, float[] out, int to, int outStride) {
        for (int row = 0; row < FOUR; row++) {
            int at = from + row * stride;
            FloatVector a = FloatVector.fromArray(Species.FLOAT, in, at);
            FloatVector b = FloatVector.fromArray(Species.FLOAT, in, at + FOUR * stride);
            FloatVector c = FloatVector.fromArray(Species.FLOAT, in, at + 2 * FOUR * stride);
            FloatVector d = FloatVector.fromArray(Species.FLOAT, in, at + 3 * FOUR * stride);
            FloatVector ab = b.blend(a, BIT_4).rearrange(MOVE_4);
            FloatVector cd = d.blend(c, BIT_4).rearrange(MOVE_4);
            a = a.blend(ab, BIT_4);
            b = ab.blend(b, BIT_4);
            c = c.blend(cd, BIT_4);
            d = cd.blend(d, BIT_4);
            FloatVector ac = c.blend(a, BIT_8).rearrange(MOVE_8);
            FloatVector bd = d.blend(b, BIT_8).rearrange(MOVE_8);
            int target = to + row * outStride;
            a.blend(ac, BIT_8).intoArray(out, target);
            b.blend(bd, BIT_8).intoArray(out, target + FOUR * outStride);
            ac.blend(c, BIT_8).intoArray(out, target + 2 * FOUR * outStride);
            bd.blend(d, BIT_8).intoArray(out, target + 3 * FOUR * outStride);
        }
    }

    /// Bits that narrow vectors do not have are wrapped; no pass uses them.
    private static VectorShuffle<Float> move(int bit) {
        return VectorShuffle.fromOp(Species.FLOAT, lane -> (lane ^ bit) % LANES);
    }

    private static VectorMask<Float> bit(int bit) {
        boolean[] set = new boolean[LANES];
        for (int lane = 0; lane < LANES; lane++) {
            set[lane] = (lane & bit) != 0;
        }
        return VectorMask.fromArray(Species.FLOAT, set, 0);
    }
}

package dev.orthant.tensor.kernel;

import static dev.orthant.tensor.kernel.Species.LANES;
import static dev.orthant.tensor.kernel.Species.broadcast;
import static dev.orthant.tensor.kernel.Species.load;

import jdk.incubator.vector.FloatVector;

/// The inner loop of a convolution: a few pixels, wherever they lie, times one or two vectors of output channels, kept in
/// registers while the taps and the input channels go by.
///
///     out[outAt[p] + k] = Σ_row Σ_run Σₗ source[at[p] + row · sourceRow + run · sourceRun + l] · w[row, run, l, k]
///
/// The pixels share their taps: a rectangle of the kernel, which lies inside the image for all of them. So no kernel
/// needs to know of edges, strides or dilation. A *run* is what lies together in memory: the channels of a pixel, or of
/// several neighbouring ones. The order of the sum is that of the loops, whatever else is in the tile.
///
/// Mutable and reused, since the kernels are too large to be inlined. Sums start from zero for the reason given at
/// [MicroKernel].
final class PixelTile {
    /// Pixels in a tile two vectors wide: as many as the vector registers hold (see [PackedPanels#TILE_ROWS]).
    private static final int PIXELS_BY_TWO = LANES == 8 ? 6 : 8;

    private static final int PIXELS_BY_ONE = 8;

    final int[] at = new int[PIXELS_BY_ONE];
    final int[] outAt = new int[PIXELS_BY_ONE];
    float[] source = new float[0];
    float[] weights = new float[0];
    float[] out = new float[0];
    int rows;
    int runs;
    int length;
    int sourceRow;
    int sourceRun;
    int weightFrom;
    int weightRow;
    int weightRun;

    /// How many pixels a tile has.
    ///
    /// @param vectors 1 or 2
    static int pixels(int vectors) {
        return vectors == 2 ? PIXELS_BY_TWO : PIXELS_BY_ONE;
    }

    /// Computes the tile; all [#pixels] places must be set (several may be the same).
    void compute(int vectors) {
        if (vectors == 1) {
            eightByOne(this);
        } else if (PIXELS_BY_TWO == 6) {
            sixByTwo(this);
        } else {
            eightByTwo(this);
        }
    }

    /// 16 sums, for 32 vector registers.
    private static void eightByTwo(PixelTile tile) {
        FloatVector zero = FloatVector.zero(Species.FLOAT);
        FloatVector left0 = zero;
        FloatVector right0 = zero;
        FloatVector left1 = zero;
        FloatVector right1 = zero;
        FloatVector left2 = zero;
        FloatVector right2 = zero;
        FloatVector left3 = zero;
        FloatVector right3 = zero;
        FloatVector left4 = zero;
        FloatVector right4 = zero;
        FloatVector left5 = zero;
        FloatVector right5 = zero;
        FloatVector left6 = zero;
        FloatVector right6 = zero;
        FloatVector left7 = zero;
        FloatVector right7 = zero;
        float[] source = tile.source;
        float[] weights = tile.weights;
        int[] at = tile.at;
        int length = tile.length;
        for (int row = 0; row < tile.rows; row++) {
            for (int run = 0; run < tile.runs; run++) {
                int shift = row * tile.sourceRow + run * tile.sourceRun;
                int weight = tile.weightFrom + row * tile.weightRow + run * tile.weightRun;
                int at0 = at[0] + shift;
                int at1 = at[1] + shift;
                int at2 = at[2] + shift;
                int at3 = at[3] + shift;
                int at4 = at[4] + shift;
                int at5 = at[5] + shift;
                int at6 = at[6] + shift;
                int at7 = at[7] + shift;
                for (int l = 0; l < length; l++) {
                    FloatVector leftWeights = load(weights, weight + 2 * LANES * l);
                    FloatVector rightWeights = load(weights, weight + 2 * LANES * l + LANES);
                    FloatVector factor0 = broadcast(source[at0 + l]);
                    left0 = factor0.fma(leftWeights, left0);
                    right0 = factor0.fma(rightWeights, right0);
                    FloatVector factor1 = broadcast(source[at1 + l]);
                    left1 = factor1.fma(leftWeights, left1);
                    right1 = factor1.fma(rightWeights, right1);
                    FloatVector factor2 = broadcast(source[at2 + l]);
                    left2 = factor2.fma(leftWeights, left2);
                    right2 = factor2.fma(rightWeights, right2);
                    FloatVector factor3 = broadcast(source[at3 + l]);
                    left3 = factor3.fma(leftWeights, left3);
                    right3 = factor3.fma(rightWeights, right3);
                    FloatVector factor4 = broadcast(source[at4 + l]);
                    left4 = factor4.fma(leftWeights, left4);
                    right4 = factor4.fma(rightWeights, right4);
                    FloatVector factor5 = broadcast(source[at5 + l]);
                    left5 = factor5.fma(leftWeights, left5);
                    right5 = factor5.fma(rightWeights, right5);
                    FloatVector factor6 = broadcast(source[at6 + l]);
                    left6 = factor6.fma(leftWeights, left6);
                    right6 = factor6.fma(rightWeights, right6);
                    FloatVector factor7 = broadcast(source[at7 + l]);
                    left7 = factor7.fma(leftWeights, left7);
                    right7 = factor7.fma(rightWeights, right7);
                }
            }
        }
        float[] out = tile.out;
        int[] outAt = tile.outAt;
        left0.intoArray(out, outAt[0]);
        right0.intoArray(out, outAt[0] + LANES);
        left1.intoArray(out, outAt[1]);
        right1.intoArray(out, outAt[1] + LANES);
        left2.intoArray(out, outAt[2]);
        right2.intoArray(out, outAt[2] + LANES);
        left3.intoArray(out, outAt[3]);
        right3.intoArray(out, outAt[3] + LANES);
        left4.intoArray(out, outAt[4]);
        right4.intoArray(out, outAt[4] + LANES);
        left5.intoArray(out, outAt[5]);
        right5.intoArray(out, outAt[5] + LANES);
        left6.intoArray(out, outAt[6]);
        right6.intoArray(out, outAt[6] + LANES);
        left7.intoArray(out, outAt[7]);
        right7.intoArray(out, outAt[7] + LANES);
    }

    /// 12 sums, for 16 vector registers.
    private static void sixByTwo(PixelTile tile) {
        FloatVector zero = FloatVector.zero(Species.FLOAT);
        FloatVector left0 = zero;
        FloatVector right0 = zero;
        FloatVector left1 = zero;
        FloatVector right1 = zero;
        FloatVector left2 = zero;
        FloatVector right2 = zero;
        FloatVector left3 = zero;
        FloatVector right3 = zero;
        FloatVector left4 = zero;
        FloatVector right4 = zero;
        FloatVector left5 = zero;
        FloatVector right5 = zero;
        float[] source = tile.source;
        float[] weights = tile.weights;
        int[] at = tile.at;
        int length = tile.length;
        for (int row = 0; row < tile.rows; row++) {
            for (int run = 0; run < tile.runs; run++) {
                int shift = row * tile.sourceRow + run * tile.sourceRun;
                int weight = tile.weightFrom + row * tile.weightRow + run * tile.weightRun;
                int at0 = at[0] + shift;
                int at1 = at[1] + shift;
                int at2 = at[2] + shift;
                int at3 = at[3] + shift;
                int at4 = at[4] + shift;
                int at5 = at[5] + shift;
                for (int l = 0; l < length; l++) {
                    FloatVector leftWeights = load(weights, weight + 2 * LANES * l);
                    FloatVector rightWeights = load(weights, weight + 2 * LANES * l + LANES);
                    FloatVector factor0 = broadcast(source[at0 + l]);
                    left0 = factor0.fma(leftWeights, left0);
                    right0 = factor0.fma(rightWeights, right0);
                    FloatVector factor1 = broadcast(source[at1 + l]);
                    left1 = factor1.fma(leftWeights, left1);
                    right1 = factor1.fma(rightWeights, right1);
                    FloatVector factor2 = broadcast(source[at2 + l]);
                    left2 = factor2.fma(leftWeights, left2);
                    right2 = factor2.fma(rightWeights, right2);
                    FloatVector factor3 = broadcast(source[at3 + l]);
                    left3 = factor3.fma(leftWeights, left3);
                    right3 = factor3.fma(rightWeights, right3);
                    FloatVector factor4 = broadcast(source[at4 + l]);
                    left4 = factor4.fma(leftWeights, left4);
                    right4 = factor4.fma(rightWeights, right4);
                    FloatVector factor5 = broadcast(source[at5 + l]);
                    left5 = factor5.fma(leftWeights, left5);
                    right5 = factor5.fma(rightWeights, right5);
                }
            }
        }
        float[] out = tile.out;
        int[] outAt = tile.outAt;
        left0.intoArray(out, outAt[0]);
        right0.intoArray(out, outAt[0] + LANES);
        left1.intoArray(out, outAt[1]);
        right1.intoArray(out, outAt[1] + LANES);
        left2.intoArray(out, outAt[2]);
        right2.intoArray(out, outAt[2] + LANES);
        left3.intoArray(out, outAt[3]);
        right3.intoArray(out, outAt[3] + LANES);
        left4.intoArray(out, outAt[4]);
        right4.intoArray(out, outAt[4] + LANES);
        left5.intoArray(out, outAt[5]);
        right5.intoArray(out, outAt[5] + LANES);
    }

    /// For the last channels, where they do not fill two vectors.
    private static void eightByOne(PixelTile tile) {
        FloatVector zero = FloatVector.zero(Species.FLOAT);
        FloatVector sum0 = zero;
        FloatVector sum1 = zero;
        FloatVector sum2 = zero;
        FloatVector sum3 = zero;
        FloatVector sum4 = zero;
        FloatVector sum5 = zero;
        FloatVector sum6 = zero;
        FloatVector sum7 = zero;
        float[] source = tile.source;
        float[] weights = tile.weights;
        int[] at = tile.at;
        int length = tile.length;
        for (int row = 0; row < tile.rows; row++) {
            for (int run = 0; run < tile.runs; run++) {
                int shift = row * tile.sourceRow + run * tile.sourceRun;
                int weight = tile.weightFrom + row * tile.weightRow + run * tile.weightRun;
                int at0 = at[0] + shift;
                int at1 = at[1] + shift;
                int at2 = at[2] + shift;
                int at3 = at[3] + shift;
                int at4 = at[4] + shift;
                int at5 = at[5] + shift;
                int at6 = at[6] + shift;
                int at7 = at[7] + shift;
                for (int l = 0; l < length; l++) {
                    FloatVector sumWeights = load(weights, weight + LANES * l);
                    FloatVector factor0 = broadcast(source[at0 + l]);
                    sum0 = factor0.fma(sumWeights, sum0);
                    FloatVector factor1 = broadcast(source[at1 + l]);
                    sum1 = factor1.fma(sumWeights, sum1);
                    FloatVector factor2 = broadcast(source[at2 + l]);
                    sum2 = factor2.fma(sumWeights, sum2);
                    FloatVector factor3 = broadcast(source[at3 + l]);
                    sum3 = factor3.fma(sumWeights, sum3);
                    FloatVector factor4 = broadcast(source[at4 + l]);
                    sum4 = factor4.fma(sumWeights, sum4);
                    FloatVector factor5 = broadcast(source[at5 + l]);
                    sum5 = factor5.fma(sumWeights, sum5);
                    FloatVector factor6 = broadcast(source[at6 + l]);
                    sum6 = factor6.fma(sumWeights, sum6);
                    FloatVector factor7 = broadcast(source[at7 + l]);
                    sum7 = factor7.fma(sumWeights, sum7);
                }
            }
        }
        float[] out = tile.out;
        int[] outAt = tile.outAt;
        sum0.intoArray(out, outAt[0]);
        sum1.intoArray(out, outAt[1]);
        sum2.intoArray(out, outAt[2]);
        sum3.intoArray(out, outAt[3]);
        sum4.intoArray(out, outAt[4]);
        sum5.intoArray(out, outAt[5]);
        sum6.intoArray(out, outAt[6]);
        sum7.intoArray(out, outAt[7]);
    }
}

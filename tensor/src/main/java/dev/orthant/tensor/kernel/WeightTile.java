package dev.orthant.tensor.kernel;

import static dev.orthant.tensor.kernel.Species.LANES;
import static dev.orthant.tensor.kernel.Species.broadcast;
import static dev.orthant.tensor.kernel.Species.load;

import jdk.incubator.vector.FloatVector;

/// The inner loop of the weight gradient: for one tap, eight neighbouring input channels times one or two vectors of output
/// channels, kept in registers while the pixels of several images go by.
///
///     sums[c, k] = Σ_image Σ_row Σ_column x[image, row, column, c] g[image, row, column, k]
///
/// x and g are read where they lie; the rectangle of pixels is what the tap meets inside the image. Mutable and reused
/// as [PixelTile] is.
final class WeightTile {
    /// Input channels in a tile.
    static final int CHANNELS = 8;

    float[] source = new float[0];
    float[] gradient = new float[0];

    /// The result, [8, vectors · lanes], overwritten.
    final float[] sums = new float[CHANNELS * 2 * LANES];

    int images;
    int rows;
    int columns;
    int sourceAt;
    int sourceImage;
    int sourceRow;
    int sourcePixel;
    int gradientAt;
    int gradientImage;
    int gradientRow;
    int gradientPixel;

    /// @param vectors of output channels, 1 or 2
    void compute(int vectors) {
        if (vectors == 1) {
            eightByOne(this);
        } else {
            eightByTwo(this);
        }
    }

    /// 16 sums; where there are only 16 vector registers some live in memory.
    private static void eightByTwo(WeightTile tile) {
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
        float[] gradient = tile.gradient;
        int sourcePixel = tile.sourcePixel;
        int gradientPixel = tile.gradientPixel;
        for (int image = 0; image < tile.images; image++) {
            for (int row = 0; row < tile.rows; row++) {
                int x = tile.sourceAt + image * tile.sourceImage + row * tile.sourceRow;
                int g = tile.gradientAt + image * tile.gradientImage + row * tile.gradientRow;
                for (int column = 0; column < tile.columns; column++) {
                    FloatVector leftGradient = load(gradient, g);
                    FloatVector rightGradient = load(gradient, g + LANES);
                    FloatVector factor0 = broadcast(source[x]);
                    left0 = factor0.fma(leftGradient, left0);
                    right0 = factor0.fma(rightGradient, right0);
                    FloatVector factor1 = broadcast(source[x + 1]);
                    left1 = factor1.fma(leftGradient, left1);
                    right1 = factor1.fma(rightGradient, right1);
                    FloatVector factor2 = broadcast(source[x + 2]);
                    left2 = factor2.fma(leftGradient, left2);
                    right2 = factor2.fma(rightGradient, right2);
                    FloatVector factor3 = broadcast(source[x + 3]);
                    left3 = factor3.fma(leftGradient, left3);
                    right3 = factor3.fma(rightGradient, right3);
                    FloatVector factor4 = broadcast(source[x + 4]);
                    left4 = factor4.fma(leftGradient, left4);
                    right4 = factor4.fma(rightGradient, right4);
                    FloatVector factor5 = broadcast(source[x + 5]);
                    left5 = factor5.fma(leftGradient, left5);
                    right5 = factor5.fma(rightGradient, right5);
                    FloatVector factor6 = broadcast(source[x + 6]);
                    left6 = factor6.fma(leftGradient, left6);
                    right6 = factor6.fma(rightGradient, right6);
                    FloatVector factor7 = broadcast(source[x + 7]);
                    left7 = factor7.fma(leftGradient, left7);
                    right7 = factor7.fma(rightGradient, right7);
                    x += sourcePixel;
                    g += gradientPixel;
                }
            }
        }
        float[] sums = tile.sums;
        left0.intoArray(sums, 0);
        right0.intoArray(sums, LANES);
        left1.intoArray(sums, 2 * LANES);
        right1.intoArray(sums, 3 * LANES);
        left2.intoArray(sums, 4 * LANES);
        right2.intoArray(sums, 5 * LANES);
        left3.intoArray(sums, 6 * LANES);
        right3.intoArray(sums, 7 * LANES);
        left4.intoArray(sums, 8 * LANES);
        right4.intoArray(sums, 9 * LANES);
        left5.intoArray(sums, 10 * LANES);
        right5.intoArray(sums, 11 * LANES);
        left6.intoArray(sums, 12 * LANES);
        right6.intoArray(sums, 13 * LANES);
        left7.intoArray(sums, 14 * LANES);
        right7.intoArray(sums, 15 * LANES);
    }

    /// For the last channels, where they do not fill two vectors.
    private static void eightByOne(WeightTile tile) {
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
        float[] gradient = tile.gradient;
        int sourcePixel = tile.sourcePixel;
        int gradientPixel = tile.gradientPixel;
        for (int image = 0; image < tile.images; image++) {
            for (int row = 0; row < tile.rows; row++) {
                int x = tile.sourceAt + image * tile.sourceImage + row * tile.sourceRow;
                int g = tile.gradientAt + image * tile.gradientImage + row * tile.gradientRow;
                for (int column = 0; column < tile.columns; column++) {
                    FloatVector sumGradient = load(gradient, g);
                    FloatVector factor0 = broadcast(source[x]);
                    sum0 = factor0.fma(sumGradient, sum0);
                    FloatVector factor1 = broadcast(source[x + 1]);
                    sum1 = factor1.fma(sumGradient, sum1);
                    FloatVector factor2 = broadcast(source[x + 2]);
                    sum2 = factor2.fma(sumGradient, sum2);
                    FloatVector factor3 = broadcast(source[x + 3]);
                    sum3 = factor3.fma(sumGradient, sum3);
                    FloatVector factor4 = broadcast(source[x + 4]);
                    sum4 = factor4.fma(sumGradient, sum4);
                    FloatVector factor5 = broadcast(source[x + 5]);
                    sum5 = factor5.fma(sumGradient, sum5);
                    FloatVector factor6 = broadcast(source[x + 6]);
                    sum6 = factor6.fma(sumGradient, sum6);
                    FloatVector factor7 = broadcast(source[x + 7]);
                    sum7 = factor7.fma(sumGradient, sum7);
                    x += sourcePixel;
                    g += gradientPixel;
                }
            }
        }
        float[] sums = tile.sums;
        sum0.intoArray(sums, 0);
        sum1.intoArray(sums, LANES);
        sum2.intoArray(sums, 2 * LANES);
        sum3.intoArray(sums, 3 * LANES);
        sum4.intoArray(sums, 4 * LANES);
        sum5.intoArray(sums, 5 * LANES);
        sum6.intoArray(sums, 6 * LANES);
        sum7.intoArray(sums, 7 * LANES);
    }
}

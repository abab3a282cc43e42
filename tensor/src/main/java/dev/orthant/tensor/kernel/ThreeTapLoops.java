package dev.orthant.tensor.kernel;

import static dev.orthant.tensor.kernel.Species.FLOAT;
import static dev.orthant.tensor.kernel.Species.LANES;
import static dev.orthant.tensor.kernel.TransposedRows.PITCH;

import jdk.incubator.vector.FloatVector;

/// The inner loops of [RowTile] for kernels three wide.
///
/// The taps of a row are unrolled: eight pixels of two vectors need ten broadcasts and six loads for 48 products,
/// while [PixelTile] needs more than half as many loads as products. That counts: a core starts two products and four
/// instructions of any kind in a cycle.
///
/// With 32 vector registers a tile has sixteen sums, with 16 eight. A processor that gives the result of a product after
/// four cycles and starts two in each needs at least eight sums that do not wait for each other.
final class ThreeTapLoops {
    static final int TAPS = 3;

    private ThreeTapLoops() {}

    /// 16 sums, for 32 vector registers.
    static void eightByTwo(RowTile tile) {
        FloatVector zero = FloatVector.zero(FLOAT);
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
        int steps = tile.steps;
        int at = tile.at;
        int weightAt = tile.weightAt;
        for (int step = 0; step < steps; step++) {
            int x = at + step * PITCH;
            int w = weightAt + step * 2 * TAPS * LANES;
            FloatVector leftWeight0 = FloatVector.fromArray(FLOAT, weights, w);
            FloatVector rightWeight0 = FloatVector.fromArray(FLOAT, weights, w + LANES);
            FloatVector leftWeight1 = FloatVector.fromArray(FLOAT, weights, w + 2 * LANES);
            FloatVector rightWeight1 = FloatVector.fromArray(FLOAT, weights, w + 3 * LANES);
            FloatVector leftWeight2 = FloatVector.fromArray(FLOAT, weights, w + 4 * LANES);
            FloatVector rightWeight2 = FloatVector.fromArray(FLOAT, weights, w + 5 * LANES);
            FloatVector factor0 = FloatVector.broadcast(FLOAT, source[x]);
            left0 = factor0.fma(leftWeight0, left0);
            right0 = factor0.fma(rightWeight0, right0);
            FloatVector factor1 = FloatVector.broadcast(FLOAT, source[x + 1]);
            left1 = factor1.fma(leftWeight0, left1);
            right1 = factor1.fma(rightWeight0, right1);
            left0 = factor1.fma(leftWeight1, left0);
            right0 = factor1.fma(rightWeight1, right0);
            FloatVector factor2 = FloatVector.broadcast(FLOAT, source[x + 2]);
            left2 = factor2.fma(leftWeight0, left2);
            right2 = factor2.fma(rightWeight0, right2);
            left1 = factor2.fma(leftWeight1, left1);
            right1 = factor2.fma(rightWeight1, right1);
            left0 = factor2.fma(leftWeight2, left0);
            right0 = factor2.fma(rightWeight2, right0);
            FloatVector factor3 = FloatVector.broadcast(FLOAT, source[x + 3]);
            left3 = factor3.fma(leftWeight0, left3);
            right3 = factor3.fma(rightWeight0, right3);
            left2 = factor3.fma(leftWeight1, left2);
            right2 = factor3.fma(rightWeight1, right2);
            left1 = factor3.fma(leftWeight2, left1);
            right1 = factor3.fma(rightWeight2, right1);
            FloatVector factor4 = FloatVector.broadcast(FLOAT, source[x + 4]);
            left4 = factor4.fma(leftWeight0, left4);
            right4 = factor4.fma(rightWeight0, right4);
            left3 = factor4.fma(leftWeight1, left3);
            right3 = factor4.fma(rightWeight1, right3);
            left2 = factor4.fma(leftWeight2, left2);
            right2 = factor4.fma(rightWeight2, right2);
            FloatVector factor5 = FloatVector.broadcast(FLOAT, source[x + 5]);
            left5 = factor5.fma(leftWeight0, left5);
            right5 = factor5.fma(rightWeight0, right5);
            left4 = factor5.fma(leftWeight1, left4);
            right4 = factor5.fma(rightWeight1, right4);
            left3 = factor5.fma(leftWeight2, left3);
            right3 = factor5.fma(rightWeight2, right3);
            FloatVector factor6 = FloatVector.broadcast(FLOAT, source[x + 6]);
            left6 = factor6.fma(leftWeight0, left6);
            right6 = factor6.fma(rightWeight0, right6);
            left5 = factor6.fma(leftWeight1, left5);
            right5 = factor6.fma(rightWeight1, right5);
            left4 = factor6.fma(leftWeight2, left4);
            right4 = factor6.fma(rightWeight2, right4);
            FloatVector factor7 = FloatVector.broadcast(FLOAT, source[x + 7]);
            left7 = factor7.fma(leftWeight0, left7);
            right7 = factor7.fma(rightWeight0, right7);
            left6 = factor7.fma(leftWeight1, left6);
            right6 = factor7.fma(rightWeight1, right6);
            left5 = factor7.fma(leftWeight2, left5);
            right5 = factor7.fma(rightWeight2, right5);
            FloatVector factor8 = FloatVector.broadcast(FLOAT, source[x + 8]);
            left7 = factor8.fma(leftWeight1, left7);
            right7 = factor8.fma(rightWeight1, right7);
            left6 = factor8.fma(leftWeight2, left6);
            right6 = factor8.fma(rightWeight2, right6);
            FloatVector factor9 = FloatVector.broadcast(FLOAT, source[x + 9]);
            left7 = factor9.fma(leftWeight2, left7);
            right7 = factor9.fma(rightWeight2, right7);
        }
        float[] out = tile.out;
        int pixel = tile.outPixel;
        int to = tile.outAt;
        left0.intoArray(out, to);
        right0.intoArray(out, to + LANES);
        left1.intoArray(out, to + pixel);
        right1.intoArray(out, to + pixel + LANES);
        left2.intoArray(out, to + 2 * pixel);
        right2.intoArray(out, to + 2 * pixel + LANES);
        left3.intoArray(out, to + 3 * pixel);
        right3.intoArray(out, to + 3 * pixel + LANES);
        left4.intoArray(out, to + 4 * pixel);
        right4.intoArray(out, to + 4 * pixel + LANES);
        left5.intoArray(out, to + 5 * pixel);
        right5.intoArray(out, to + 5 * pixel + LANES);
        left6.intoArray(out, to + 6 * pixel);
        right6.intoArray(out, to + 6 * pixel + LANES);
        left7.intoArray(out, to + 7 * pixel);
        right7.intoArray(out, to + 7 * pixel + LANES);
    }

    /// 16 sums, for 32 vector registers, where there is but one vector of channels.
    static void sixteenByOne(RowTile tile) {
        FloatVector zero = FloatVector.zero(FLOAT);
        FloatVector sum0 = zero;
        FloatVector sum1 = zero;
        FloatVector sum2 = zero;
        FloatVector sum3 = zero;
        FloatVector sum4 = zero;
        FloatVector sum5 = zero;
        FloatVector sum6 = zero;
        FloatVector sum7 = zero;
        FloatVector sum8 = zero;
        FloatVector sum9 = zero;
        FloatVector sum10 = zero;
        FloatVector sum11 = zero;
        FloatVector sum12 = zero;
        FloatVector sum13 = zero;
        FloatVector sum14 = zero;
        FloatVector sum15 = zero;
        float[] source = tile.source;
        float[] weights = tile.weights;
        int steps = tile.steps;
        int at = tile.at;
        int weightAt = tile.weightAt;
        for (int step = 0; step < steps; step++) {
            int x = at + step * PITCH;
            int w = weightAt + step * TAPS * LANES;
            FloatVector weight0 = FloatVector.fromArray(FLOAT, weights, w);
            FloatVector weight1 = FloatVector.fromArray(FLOAT, weights, w + LANES);
            FloatVector weight2 = FloatVector.fromArray(FLOAT, weights, w + 2 * LANES);
            FloatVector factor0 = FloatVector.broadcast(FLOAT, source[x]);
            sum0 = factor0.fma(weight0, sum0);
            FloatVector factor1 = FloatVector.broadcast(FLOAT, source[x + 1]);
            sum1 = factor1.fma(weight0, sum1);
            sum0 = factor1.fma(weight1, sum0);
            FloatVector factor2 = FloatVector.broadcast(FLOAT, source[x + 2]);
            sum2 = factor2.fma(weight0, sum2);
            sum1 = factor2.fma(weight1, sum1);
            sum0 = factor2.fma(weight2, sum0);
            FloatVector factor3 = FloatVector.broadcast(FLOAT, source[x + 3]);
            sum3 = factor3.fma(weight0, sum3);
            sum2 = factor3.fma(weight1, sum2);
            sum1 = factor3.fma(weight2, sum1);
            FloatVector factor4 = FloatVector.broadcast(FLOAT, source[x + 4]);
            sum4 = factor4.fma(weight0, sum4);
            sum3 = factor4.fma(weight1, sum3);
            sum2 = factor4.fma(weight2, sum2);
            FloatVector factor5 = FloatVector.broadcast(FLOAT, source[x + 5]);
            sum5 = factor5.fma(weight0, sum5);
            sum4 = factor5.fma(weight1, sum4);
            sum3 = factor5.fma(weight2, sum3);
            FloatVector factor6 = FloatVector.broadcast(FLOAT, source[x + 6]);
            sum6 = factor6.fma(weight0, sum6);
            sum5 = factor6.fma(weight1, sum5);
            sum4 = factor6.fma(weight2, sum4);
            FloatVector factor7 = FloatVector.broadcast(FLOAT, source[x + 7]);
            sum7 = factor7.fma(weight0, sum7);
            sum6 = factor7.fma(weight1, sum6);
            sum5 = factor7.fma(weight2, sum5);
            FloatVector factor8 = FloatVector.broadcast(FLOAT, source[x + 8]);
            sum8 = factor8.fma(weight0, sum8);
            sum7 = factor8.fma(weight1, sum7);
            sum6 = factor8.fma(weight2, sum6);
            FloatVector factor9 = FloatVector.broadcast(FLOAT, source[x + 9]);
            sum9 = factor9.fma(weight0, sum9);
            sum8 = factor9.fma(weight1, sum8);
            sum7 = factor9.fma(weight2, sum7);
            FloatVector factor10 = FloatVector.broadcast(FLOAT, source[x + 10]);
            sum10 = factor10.fma(weight0, sum10);
            sum9 = factor10.fma(weight1, sum9);
            sum8 = factor10.fma(weight2, sum8);
            FloatVector factor11 = FloatVector.broadcast(FLOAT, source[x + 11]);
            sum11 = factor11.fma(weight0, sum11);
            sum10 = factor11.fma(weight1, sum10);
            sum9 = factor11.fma(weight2, sum9);
            FloatVector factor12 = FloatVector.broadcast(FLOAT, source[x + 12]);
            sum12 = factor12.fma(weight0, sum12);
            sum11 = factor12.fma(weight1, sum11);
            sum10 = factor12.fma(weight2, sum10);
            FloatVector factor13 = FloatVector.broadcast(FLOAT, source[x + 13]);
            sum13 = factor13.fma(weight0, sum13);
            sum12 = factor13.fma(weight1, sum12);
            sum11 = factor13.fma(weight2, sum11);
            FloatVector factor14 = FloatVector.broadcast(FLOAT, source[x + 14]);
            sum14 = factor14.fma(weight0, sum14);
            sum13 = factor14.fma(weight1, sum13);
            sum12 = factor14.fma(weight2, sum12);
            FloatVector factor15 = FloatVector.broadcast(FLOAT, source[x + 15]);
            sum15 = factor15.fma(weight0, sum15);
            sum14 = factor15.fma(weight1, sum14);
            sum13 = factor15.fma(weight2, sum13);
            FloatVector factor16 = FloatVector.broadcast(FLOAT, source[x + 16]);
            sum15 = factor16.fma(weight1, sum15);
            sum14 = factor16.fma(weight2, sum14);
            FloatVector factor17 = FloatVector.broadcast(FLOAT, source[x + 17]);
            sum15 = factor17.fma(weight2, sum15);
        }
        float[] out = tile.out;
        int pixel = tile.outPixel;
        int to = tile.outAt;
        sum0.intoArray(out, to);
        sum1.intoArray(out, to + pixel);
        sum2.intoArray(out, to + 2 * pixel);
        sum3.intoArray(out, to + 3 * pixel);
        sum4.intoArray(out, to + 4 * pixel);
        sum5.intoArray(out, to + 5 * pixel);
        sum6.intoArray(out, to + 6 * pixel);
        sum7.intoArray(out, to + 7 * pixel);
        sum8.intoArray(out, to + 8 * pixel);
        sum9.intoArray(out, to + 9 * pixel);
        sum10.intoArray(out, to + 10 * pixel);
        sum11.intoArray(out, to + 11 * pixel);
        sum12.intoArray(out, to + 12 * pixel);
        sum13.intoArray(out, to + 13 * pixel);
        sum14.intoArray(out, to + 14 * pixel);
        sum15.intoArray(out, to + 15 * pixel);
    }

    /// 8 sums, for 16 vector registers.
    static void eightByOne(RowTile tile) {
        FloatVector zero = FloatVector.zero(FLOAT);
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
        int steps = tile.steps;
        int at = tile.at;
        int weightAt = tile.weightAt;
        for (int step = 0; step < steps; step++) {
            int x = at + step * PITCH;
            int w = weightAt + step * TAPS * LANES;
            FloatVector weight0 = FloatVector.fromArray(FLOAT, weights, w);
            FloatVector weight1 = FloatVector.fromArray(FLOAT, weights, w + LANES);
            FloatVector weight2 = FloatVector.fromArray(FLOAT, weights, w + 2 * LANES);
            FloatVector factor0 = FloatVector.broadcast(FLOAT, source[x]);
            sum0 = factor0.fma(weight0, sum0);
            FloatVector factor1 = FloatVector.broadcast(FLOAT, source[x + 1]);
            sum1 = factor1.fma(weight0, sum1);
            sum0 = factor1.fma(weight1, sum0);
            FloatVector factor2 = FloatVector.broadcast(FLOAT, source[x + 2]);
            sum2 = factor2.fma(weight0, sum2);
            sum1 = factor2.fma(weight1, sum1);
            sum0 = factor2.fma(weight2, sum0);
            FloatVector factor3 = FloatVector.broadcast(FLOAT, source[x + 3]);
            sum3 = factor3.fma(weight0, sum3);
            sum2 = factor3.fma(weight1, sum2);
            sum1 = factor3.fma(weight2, sum1);
            FloatVector factor4 = FloatVector.broadcast(FLOAT, source[x + 4]);
            sum4 = factor4.fma(weight0, sum4);
            sum3 = factor4.fma(weight1, sum3);
            sum2 = factor4.fma(weight2, sum2);
            FloatVector factor5 = FloatVector.broadcast(FLOAT, source[x + 5]);
            sum5 = factor5.fma(weight0, sum5);
            sum4 = factor5.fma(weight1, sum4);
            sum3 = factor5.fma(weight2, sum3);
            FloatVector factor6 = FloatVector.broadcast(FLOAT, source[x + 6]);
            sum6 = factor6.fma(weight0, sum6);
            sum5 = factor6.fma(weight1, sum5);
            sum4 = factor6.fma(weight2, sum4);
            FloatVector factor7 = FloatVector.broadcast(FLOAT, source[x + 7]);
            sum7 = factor7.fma(weight0, sum7);
            sum6 = factor7.fma(weight1, sum6);
            sum5 = factor7.fma(weight2, sum5);
            FloatVector factor8 = FloatVector.broadcast(FLOAT, source[x + 8]);
            sum7 = factor8.fma(weight1, sum7);
            sum6 = factor8.fma(weight2, sum6);
            FloatVector factor9 = FloatVector.broadcast(FLOAT, source[x + 9]);
            sum7 = factor9.fma(weight2, sum7);
        }
        float[] out = tile.out;
        int pixel = tile.outPixel;
        int to = tile.outAt;
        sum0.intoArray(out, to);
        sum1.intoArray(out, to + pixel);
        sum2.intoArray(out, to + 2 * pixel);
        sum3.intoArray(out, to + 3 * pixel);
        sum4.intoArray(out, to + 4 * pixel);
        sum5.intoArray(out, to + 5 * pixel);
        sum6.intoArray(out, to + 6 * pixel);
        sum7.intoArray(out, to + 7 * pixel);
    }
}

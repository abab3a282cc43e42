package dev.orthant.tensor.kernel;

import static dev.orthant.tensor.kernel.Species.FLOAT;
import static dev.orthant.tensor.kernel.Species.LANES;

import jdk.incubator.vector.FloatVector;

/// The inner loop of [DenseWeightGradient]: for three neighbouring taps of a row of the kernel, a vector of input channels
/// times a few output channels, kept in registers while the pixels go by.
///
///     sums[k, t, c] += Σ_p x[p + t, c] g[p, k],  t = 0, 1, 2
///
/// Both images lie in blocks of as many channels as a vector has ([ChannelBlocks]): what three taps meet is three vectors
/// side by side, and the next pixel is always a vector further. Three vectors and eight broadcasts serve 24
/// products.
///
/// Mutable and reused as [PixelTile] is.
final class DenseWeightTile {
    /// Neighbouring taps in a tile.
    static final int TAPS = 3;

    /// Output channels in a tile: 24 sums for 32 vector registers, 12 for 16.
    static final int OUTPUTS = LANES == 16 ? 8 : 4;

    /// Numbers in a tile.
    static final int SIZE = OUTPUTS * TAPS * LANES;

    float[] source = new float[0];
    float[] gradient = new float[0];

    /// Added to: `[output][tap][lane]`.
    float[] sums = new float[0];

    int pixels;
    int sourceAt;
    int gradientAt;
    int sumsAt;

    void compute() {
        if (OUTPUTS == 8) {
            eightByThree(this);
        } else {
            fourByThree(this);
        }
    }

    /// 24 sums, for 32 vector registers.
    private static void eightByThree(DenseWeightTile tile) {
        FloatVector zero = FloatVector.zero(FLOAT);
        FloatVector sum0a = zero;
        FloatVector sum0b = zero;
        FloatVector sum0c = zero;
        FloatVector sum1a = zero;
        FloatVector sum1b = zero;
        FloatVector sum1c = zero;
        FloatVector sum2a = zero;
        FloatVector sum2b = zero;
        FloatVector sum2c = zero;
        FloatVector sum3a = zero;
        FloatVector sum3b = zero;
        FloatVector sum3c = zero;
        FloatVector sum4a = zero;
        FloatVector sum4b = zero;
        FloatVector sum4c = zero;
        FloatVector sum5a = zero;
        FloatVector sum5b = zero;
        FloatVector sum5c = zero;
        FloatVector sum6a = zero;
        FloatVector sum6b = zero;
        FloatVector sum6c = zero;
        FloatVector sum7a = zero;
        FloatVector sum7b = zero;
        FloatVector sum7c = zero;
        float[] source = tile.source;
        float[] gradient = tile.gradient;
        int pixels = tile.pixels;
        int at = tile.sourceAt;
        int gradientAt = tile.gradientAt;
        for (int pixel = 0; pixel < pixels; pixel++) {
            int x = at + pixel * LANES;
            int g = gradientAt + pixel * LANES;
            FloatVector a = FloatVector.fromArray(FLOAT, source, x);
            FloatVector b = FloatVector.fromArray(FLOAT, source, x + LANES);
            FloatVector c = FloatVector.fromArray(FLOAT, source, x + 2 * LANES);
            FloatVector factor0 = FloatVector.broadcast(FLOAT, gradient[g]);
            sum0a = factor0.fma(a, sum0a);
            sum0b = factor0.fma(b, sum0b);
            sum0c = factor0.fma(c, sum0c);
            FloatVector factor1 = FloatVector.broadcast(FLOAT, gradient[g + 1]);
            sum1a = factor1.fma(a, sum1a);
            sum1b = factor1.fma(b, sum1b);
            sum1c = factor1.fma(c, sum1c);
            FloatVector factor2 = FloatVector.broadcast(FLOAT, gradient[g + 2]);
            sum2a = factor2.fma(a, sum2a);
            sum2b = factor2.fma(b, sum2b);
            sum2c = factor2.fma(c, sum2c);
            FloatVector factor3 = FloatVector.broadcast(FLOAT, gradient[g + 3]);
            sum3a = factor3.fma(a, sum3a);
            sum3b = factor3.fma(b, sum3b);
            sum3c = factor3.fma(c, sum3c);
            FloatVector factor4 = FloatVector.broadcast(FLOAT, gradient[g + 4]);
            sum4a = factor4.fma(a, sum4a);
            sum4b = factor4.fma(b, sum4b);
            sum4c = factor4.fma(c, sum4c);
            FloatVector factor5 = FloatVector.broadcast(FLOAT, gradient[g + 5]);
            sum5a = factor5.fma(a, sum5a);
            sum5b = factor5.fma(b, sum5b);
            sum5c = factor5.fma(c, sum5c);
            FloatVector factor6 = FloatVector.broadcast(FLOAT, gradient[g + 6]);
            sum6a = factor6.fma(a, sum6a);
            sum6b = factor6.fma(b, sum6b);
            sum6c = factor6.fma(c, sum6c);
            FloatVector factor7 = FloatVector.broadcast(FLOAT, gradient[g + 7]);
            sum7a = factor7.fma(a, sum7a);
            sum7b = factor7.fma(b, sum7b);
            sum7c = factor7.fma(c, sum7c);
        }
        float[] sums = tile.sums;
        int to = tile.sumsAt;
        FloatVector.fromArray(FLOAT, sums, to).add(sum0a).intoArray(sums, to);
        FloatVector.fromArray(FLOAT, sums, to + LANES).add(sum0b).intoArray(sums, to + LANES);
        FloatVector.fromArray(FLOAT, sums, to + 2 * LANES).add(sum0c).intoArray(sums, to + 2 * LANES);
        FloatVector.fromArray(FLOAT, sums, to + 3 * LANES).add(sum1a).intoArray(sums, to + 3 * LANES);
        FloatVector.fromArray(FLOAT, sums, to + 4 * LANES).add(sum1b).intoArray(sums, to + 4 * LANES);
        FloatVector.fromArray(FLOAT, sums, to + 5 * LANES).add(sum1c).intoArray(sums, to + 5 * LANES);
        FloatVector.fromArray(FLOAT, sums, to + 6 * LANES).add(sum2a).intoArray(sums, to + 6 * LANES);
        FloatVector.fromArray(FLOAT, sums, to + 7 * LANES).add(sum2b).intoArray(sums, to + 7 * LANES);
        FloatVector.fromArray(FLOAT, sums, to + 8 * LANES).add(sum2c).intoArray(sums, to + 8 * LANES);
        FloatVector.fromArray(FLOAT, sums, to + 9 * LANES).add(sum3a).intoArray(sums, to + 9 * LANES);
        FloatVector.fromArray(FLOAT, sums, to + 10 * LANES).add(sum3b).intoArray(sums, to + 10 * LANES);
        FloatVector.fromArray(FLOAT, sums, to + 11 * LANES).add(sum3c).intoArray(sums, to + 11 * LANES);
        FloatVector.fromArray(FLOAT, sums, to + 12 * LANES).add(sum4a).intoArray(sums, to + 12 * LANES);
        FloatVector.fromArray(FLOAT, sums, to + 13 * LANES).add(sum4b).intoArray(sums, to + 13 * LANES);
        FloatVector.fromArray(FLOAT, sums, to + 14 * LANES).add(sum4c).intoArray(sums, to + 14 * LANES);
        FloatVector.fromArray(FLOAT, sums, to + 15 * LANES).add(sum5a).intoArray(sums, to + 15 * LANES);
        FloatVector.fromArray(FLOAT, sums, to + 16 * LANES).add(sum5b).intoArray(sums, to + 16 * LANES);
        FloatVector.fromArray(FLOAT, sums, to + 17 * LANES).add(sum5c).intoArray(sums, to + 17 * LANES);
        FloatVector.fromArray(FLOAT, sums, to + 18 * LANES).add(sum6a).intoArray(sums, to + 18 * LANES);
        FloatVector.fromArray(FLOAT, sums, to + 19 * LANES).add(sum6b).intoArray(sums, to + 19 * LANES);
        FloatVector.fromArray(FLOAT, sums, to + 20 * LANES).add(sum6c).intoArray(sums, to + 20 * LANES);
        FloatVector.fromArray(FLOAT, sums, to + 21 * LANES).add(sum7a).intoArray(sums, to + 21 * LANES);
        FloatVector.fromArray(FLOAT, sums, to + 22 * LANES).add(sum7b).intoArray(sums, to + 22 * LANES);
        FloatVector.fromArray(FLOAT, sums, to + 23 * LANES).add(sum7c).intoArray(sums, to + 23 * LANES);
    }

    /// 12 sums, for 16 vector registers.
    private static void fourByThree(DenseWeightTile tile) {
        FloatVector zero = FloatVector.zero(FLOAT);
        FloatVector sum0a = zero;
        FloatVector sum0b = zero;
        FloatVector sum0c = zero;
        FloatVector sum1a = zero;
        FloatVector sum1b = zero;
        FloatVector sum1c = zero;
        FloatVector sum2a = zero;
        FloatVector sum2b = zero;
        FloatVector sum2c = zero;
        FloatVector sum3a = zero;
        FloatVector sum3b = zero;
        FloatVector sum3c = zero;
        float[] source = tile.source;
        float[] gradient = tile.gradient;
        int pixels = tile.pixels;
        int at = tile.sourceAt;
        int gradientAt = tile.gradientAt;
        for (int pixel = 0; pixel < pixels; pixel++) {
            int x = at + pixel * LANES;
            int g = gradientAt + pixel * LANES;
            FloatVector a = FloatVector.fromArray(FLOAT, source, x);
            FloatVector b = FloatVector.fromArray(FLOAT, source, x + LANES);
            FloatVector c = FloatVector.fromArray(FLOAT, source, x + 2 * LANES);
            FloatVector factor0 = FloatVector.broadcast(FLOAT, gradient[g]);
            sum0a = factor0.fma(a, sum0a);
            sum0b = factor0.fma(b, sum0b);
            sum0c = factor0.fma(c, sum0c);
            FloatVector factor1 = FloatVector.broadcast(FLOAT, gradient[g + 1]);
            sum1a = factor1.fma(a, sum1a);
            sum1b = factor1.fma(b, sum1b);
            sum1c = factor1.fma(c, sum1c);
            FloatVector factor2 = FloatVector.broadcast(FLOAT, gradient[g + 2]);
            sum2a = factor2.fma(a, sum2a);
            sum2b = factor2.fma(b, sum2b);
            sum2c = factor2.fma(c, sum2c);
            FloatVector factor3 = FloatVector.broadcast(FLOAT, gradient[g + 3]);
            sum3a = factor3.fma(a, sum3a);
            sum3b = factor3.fma(b, sum3b);
            sum3c = factor3.fma(c, sum3c);
        }
        float[] sums = tile.sums;
        int to = tile.sumsAt;
        FloatVector.fromArray(FLOAT, sums, to).add(sum0a).intoArray(sums, to);
        FloatVector.fromArray(FLOAT, sums, to + LANES).add(sum0b).intoArray(sums, to + LANES);
        FloatVector.fromArray(FLOAT, sums, to + 2 * LANES).add(sum0c).intoArray(sums, to + 2 * LANES);
        FloatVector.fromArray(FLOAT, sums, to + 3 * LANES).add(sum1a).intoArray(sums, to + 3 * LANES);
        FloatVector.fromArray(FLOAT, sums, to + 4 * LANES).add(sum1b).intoArray(sums, to + 4 * LANES);
        FloatVector.fromArray(FLOAT, sums, to + 5 * LANES).add(sum1c).intoArray(sums, to + 5 * LANES);
        FloatVector.fromArray(FLOAT, sums, to + 6 * LANES).add(sum2a).intoArray(sums, to + 6 * LANES);
        FloatVector.fromArray(FLOAT, sums, to + 7 * LANES).add(sum2b).intoArray(sums, to + 7 * LANES);
        FloatVector.fromArray(FLOAT, sums, to + 8 * LANES).add(sum2c).intoArray(sums, to + 8 * LANES);
        FloatVector.fromArray(FLOAT, sums, to + 9 * LANES).add(sum3a).intoArray(sums, to + 9 * LANES);
        FloatVector.fromArray(FLOAT, sums, to + 10 * LANES).add(sum3b).intoArray(sums, to + 10 * LANES);
        FloatVector.fromArray(FLOAT, sums, to + 11 * LANES).add(sum3c).intoArray(sums, to + 11 * LANES);
    }
}

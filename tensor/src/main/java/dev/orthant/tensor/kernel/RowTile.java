package dev.orthant.tensor.kernel;

import static dev.orthant.tensor.kernel.Species.LANES;
import static dev.orthant.tensor.kernel.Species.broadcast;
import static dev.orthant.tensor.kernel.Species.load;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/// The inner loop of a dense convolution with kernels three wide: eight neighbouring pixels of a row times one vector of
/// output channels.
///
///     out[p, k] = Σ_row Σₗ Σ_t source[at + row · sourceRow + (p + t − 1) · sourcePixel + l] · w[row, t, l, k],  t = 0, 1, 2
///
/// The three taps of a row are unrolled: ten broadcasts and three loads serve 24 products, while [PixelTile] needs half
/// as many loads as products.
///
/// At the edges of the image the first pixel has no left neighbour and the last no right one; their products are computed
/// from a neighbour that exists and dropped.
final class RowTile {
    /// Pixels in a tile.
    static final int PIXELS = 8;

    float[] source = new float[0];
    float[] weights = new float[0];
    float[] out = new float[0];

    /// Index in `source` of what the middle tap meets for the first pixel.
    int at;

    int rows;
    int depth;
    int sourceRow;
    int sourcePixel;
    int weightFrom;
    int weightRow;
    int weightTap;
    int outAt;
    int outPixel;
    boolean leftEdge;
    boolean rightEdge;

    /// True if the tile suits the taps along a row: three at each place, but for the ends, where the outer one may lie
    /// outside the image.
    static boolean suits(AxisTaps taps) {
        int last = taps.targets() - 1;
        if (!taps.dense() || last + 1 < PIXELS) {
            return false;
        }
        int middle = taps.source[0] + 1 - taps.first[0];
        for (int t = 0; t <= last; t++) {
            boolean inner = t > 0 && t < last;
            if (taps.source[t] + 1 - taps.first[t] != middle + t || (inner && taps.count[t] != 3)) {
                return false;
            }
        }
        boolean left = taps.first[0] + taps.count[0] == 3 && taps.count[0] >= 2;
        boolean right = taps.first[last] == 0 && taps.count[last] >= 2;
        return left && right;
    }

    void compute() {
        compute(this);
    }

    private static void compute(RowTile tile) {
        FloatVector zero = FloatVector.zero(Species.FLOAT);
        VectorMask<Float> left = broadcast(tile.leftEdge ? 0 : 1).compare(VectorOperators.NE, 0);
        VectorMask<Float> right = broadcast(tile.rightEdge ? 0 : 1).compare(VectorOperators.NE, 0);
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
        int pixel = tile.sourcePixel;
        int depth = tile.depth;
        for (int row = 0; row < tile.rows; row++) {
            int at1 = tile.at + row * tile.sourceRow;
            int at0 = tile.leftEdge ? at1 : at1 - pixel;
            int at2 = at1 + pixel;
            int at3 = at2 + pixel;
            int at4 = at3 + pixel;
            int at5 = at4 + pixel;
            int at6 = at5 + pixel;
            int at7 = at6 + pixel;
            int at8 = at7 + pixel;
            int at9 = tile.rightEdge ? at8 : at8 + pixel;
            int first = tile.weightFrom + row * tile.weightRow;
            int second = first + tile.weightTap;
            int third = second + tile.weightTap;
            for (int l = 0; l < depth; l++) {
                FloatVector weight0 = load(weights, first + LANES * l);
                FloatVector weight1 = load(weights, second + LANES * l);
                FloatVector weight2 = load(weights, third + LANES * l);
                FloatVector factor0 = broadcast(source[at0 + l]);
                sum0 = sum0.blend(factor0.fma(weight0, sum0), left);
                FloatVector factor1 = broadcast(source[at1 + l]);
                sum1 = factor1.fma(weight0, sum1);
                sum0 = factor1.fma(weight1, sum0);
                FloatVector factor2 = broadcast(source[at2 + l]);
                sum2 = factor2.fma(weight0, sum2);
                sum1 = factor2.fma(weight1, sum1);
                sum0 = factor2.fma(weight2, sum0);
                FloatVector factor3 = broadcast(source[at3 + l]);
                sum3 = factor3.fma(weight0, sum3);
                sum2 = factor3.fma(weight1, sum2);
                sum1 = factor3.fma(weight2, sum1);
                FloatVector factor4 = broadcast(source[at4 + l]);
                sum4 = factor4.fma(weight0, sum4);
                sum3 = factor4.fma(weight1, sum3);
                sum2 = factor4.fma(weight2, sum2);
                FloatVector factor5 = broadcast(source[at5 + l]);
                sum5 = factor5.fma(weight0, sum5);
                sum4 = factor5.fma(weight1, sum4);
                sum3 = factor5.fma(weight2, sum3);
                FloatVector factor6 = broadcast(source[at6 + l]);
                sum6 = factor6.fma(weight0, sum6);
                sum5 = factor6.fma(weight1, sum5);
                sum4 = factor6.fma(weight2, sum4);
                FloatVector factor7 = broadcast(source[at7 + l]);
                sum7 = factor7.fma(weight0, sum7);
                sum6 = factor7.fma(weight1, sum6);
                sum5 = factor7.fma(weight2, sum5);
                FloatVector factor8 = broadcast(source[at8 + l]);
                sum7 = factor8.fma(weight1, sum7);
                sum6 = factor8.fma(weight2, sum6);
                FloatVector factor9 = broadcast(source[at9 + l]);
                sum7 = sum7.blend(factor9.fma(weight2, sum7), right);
            }
        }
        float[] out = tile.out;
        int outPixel = tile.outPixel;
        int to = tile.outAt;
        sum0.intoArray(out, to);
        sum1.intoArray(out, to + outPixel);
        sum2.intoArray(out, to + 2 * outPixel);
        sum3.intoArray(out, to + 3 * outPixel);
        sum4.intoArray(out, to + 4 * outPixel);
        sum5.intoArray(out, to + 5 * outPixel);
        sum6.intoArray(out, to + 6 * outPixel);
        sum7.intoArray(out, to + 7 * outPixel);
    }
}

package dev.orthant.tensor.kernel;

import static dev.orthant.tensor.kernel.Species.load;

import jdk.incubator.vector.FloatVector;

/// The inner loops of a depthwise convolution, in which each channel has a kernel of its own: no sums over channels, so
/// everything is a product of vectors, and memory decides. Static methods on indices, small enough for C2.
final class DepthwiseTile {
    private DepthwiseTile() {}

    /// Four pixels p times one vector of channels k:
    ///
    ///     out[outAt + p · outPixel + k] = Σ_row Σ_column
    ///         source[at + p · pixel + row · sourceRow + column · sourceColumn + k]
    ///         · weights[weightAt + row · weightRow + column · weightColumn + k]
    static void fourPixels(Walk walk, int at, int pixel, int outAt, int outPixel) {
        FloatVector sum0 = FloatVector.zero(Species.FLOAT);
        FloatVector sum1 = FloatVector.zero(Species.FLOAT);
        FloatVector sum2 = FloatVector.zero(Species.FLOAT);
        FloatVector sum3 = FloatVector.zero(Species.FLOAT);
        float[] source = walk.source;
        float[] weights = walk.weights;
        for (int row = 0; row < walk.rows; row++) {
            int x = at + row * walk.sourceRow;
            int w = walk.weightAt + row * walk.weightRow;
            for (int column = 0; column < walk.columns; column++) {
                FloatVector weight = load(weights, w);
                sum0 = load(source, x).fma(weight, sum0);
                sum1 = load(source, x + pixel).fma(weight, sum1);
                sum2 = load(source, x + 2 * pixel).fma(weight, sum2);
                sum3 = load(source, x + 3 * pixel).fma(weight, sum3);
                x += walk.sourceColumn;
                w += walk.weightColumn;
            }
        }
        sum0.intoArray(walk.out, outAt);
        sum1.intoArray(walk.out, outAt + outPixel);
        sum2.intoArray(walk.out, outAt + 2 * outPixel);
        sum3.intoArray(walk.out, outAt + 3 * outPixel);
    }

    /// As [#fourPixels] for one.
    static void onePixel(Walk walk, int at, int outAt) {
        FloatVector sum = FloatVector.zero(Species.FLOAT);
        float[] source = walk.source;
        float[] weights = walk.weights;
        for (int row = 0; row < walk.rows; row++) {
            int x = at + row * walk.sourceRow;
            int w = walk.weightAt + row * walk.weightRow;
            for (int column = 0; column < walk.columns; column++) {
                sum = load(source, x).fma(load(weights, w), sum);
                x += walk.sourceColumn;
                w += walk.weightColumn;
            }
        }
        sum.intoArray(walk.out, outAt);
    }

    /// One tap of the weight gradient, for one vector of channels; g takes the place of the weights:
    ///
    ///     out[outAt + k] += Σ_row Σ_column x[xAt + row · sourceRow + column · sourceColumn + k]
    ///         · g[gAt + row · weightRow + column · weightColumn + k]
    static void weight(Walk walk, int xAt, int gAt, int outAt) {
        FloatVector even = FloatVector.zero(Species.FLOAT);
        FloatVector odd = FloatVector.zero(Species.FLOAT);
        float[] source = walk.source;
        float[] gradient = walk.weights;
        int sourceColumn = walk.sourceColumn;
        int gradientColumn = walk.weightColumn;
        for (int row = 0; row < walk.rows; row++) {
            int x = xAt + row * walk.sourceRow;
            int g = gAt + row * walk.weightRow;
            int column = 0;
            for (; column + 1 < walk.columns; column += 2) {
                even = load(source, x).fma(load(gradient, g), even);
                odd = load(source, x + sourceColumn).fma(load(gradient, g + gradientColumn), odd);
                x += 2 * sourceColumn;
                g += 2 * gradientColumn;
            }
            if (column < walk.columns) {
                even = load(source, x).fma(load(gradient, g), even);
            }
        }
        load(walk.out, outAt).add(even.add(odd)).intoArray(walk.out, outAt);
    }

    /// What the loops share: the arrays, how far they go, and the distances in the arrays.
    static final class Walk {
        final float[] source;
        final float[] weights;
        final float[] out;
        int rows;
        int columns;
        int sourceRow;
        int sourceColumn;
        int weightAt;
        int weightRow;
        int weightColumn;

        Walk(float[] source, float[] weights, float[] out) {
            this.source = source;
            this.weights = weights;
            this.out = out;
        }
    }
}

package dev.orthant.tensor.kernel;

import static dev.orthant.tensor.kernel.Species.FLOAT;
import static dev.orthant.tensor.kernel.Species.LANES;

import jdk.incubator.vector.FloatVector;

/// The three matrices of F(4, 3), the points being 0, ±1, ±2 and infinity (Lavin and Gray 2016, "Fast algorithms for
/// convolutional neural networks"), each times a few rows of numbers: row r begins at `from + r · step`, row i of the product
/// at `to + i · toStep`. Lengths are whole vectors.
///
///     Bᵀ = 4  0 −5  0  1  0     G =   1/4    0    0      Aᵀ = 1  1  1  1  1  0
///          0 −4 −4  1  1  0         −1/6 −1/6 −1/6            0  1 −1  2 −2  0
///          0  4 −4 −1  1  0         −1/6  1/6 −1/6            0  1  1  4  4  0
///          0 −2 −1  2  1  0         1/24 1/12  1/6            0  1 −1  8 −8  1
///          0  2 −1 −2  1  0        1/24 −1/12  1/6
///          0  4  0 −5  0  1            0    0    1
///
/// No number is rounded more often on its way through than the constants say; multiplying by a power of two rounds nothing.
final class WinogradTransforms {
    /// Roundings of a number on its way through Bᵀ, G (one of them that of the constant ⅙) and Aᵀ.
    static final int INPUT_ROUNDINGS = 2;

    static final int WEIGHT_ROUNDINGS = 4;
    static final int OUTPUT_ROUNDINGS = 3;

    private static final float SIXTH = 1f / 6;

    private WinogradTransforms() {}

    /// Six rows of Bᵀ times six rows.
    static void input(float[] source, int from, int step, float[] target, int to, int toStep, int length) {
        FloatVector four = FloatVector.broadcast(FLOAT, 4);
        FloatVector minusFour = FloatVector.broadcast(FLOAT, -4);
        FloatVector minusFive = FloatVector.broadcast(FLOAT, -5);
        FloatVector two = FloatVector.broadcast(FLOAT, 2);
        FloatVector minusTwo = FloatVector.broadcast(FLOAT, -2);
        for (int i = 0; i < length; i += LANES) {
            int at = from + i;
            FloatVector d0 = FloatVector.fromArray(FLOAT, source, at);
            FloatVector d1 = FloatVector.fromArray(FLOAT, source, at + step);
            FloatVector d2 = FloatVector.fromArray(FLOAT, source, at + 2 * step);
            FloatVector d3 = FloatVector.fromArray(FLOAT, source, at + 3 * step);
            FloatVector d4 = FloatVector.fromArray(FLOAT, source, at + 4 * step);
            FloatVector d5 = FloatVector.fromArray(FLOAT, source, at + 5 * step);
            FloatVector even = minusFour.fma(d2, d4);
            FloatVector odd = minusFour.fma(d1, d3);
            FloatVector evenOfTwo = d4.sub(d2);
            FloatVector oddOfTwo = d3.sub(d1);
            int out = to + i;
            four.fma(d0, minusFive.fma(d2, d4)).intoArray(target, out);
            even.add(odd).intoArray(target, out + toStep);
            even.sub(odd).intoArray(target, out + 2 * toStep);
            two.fma(oddOfTwo, evenOfTwo).intoArray(target, out + 3 * toStep);
            minusTwo.fma(oddOfTwo, evenOfTwo).intoArray(target, out + 4 * toStep);
            four.fma(d1, minusFive.fma(d3, d5)).intoArray(target, out + 5 * toStep);
        }
    }

    /// Six rows of G times three rows.
    static void weights(float[] source, int from, int step, float[] target, int to, int toStep, int length) {
        FloatVector quarter = FloatVector.broadcast(FLOAT, 0.25f);
        FloatVector half = FloatVector.broadcast(FLOAT, 0.5f);
        FloatVector minusHalf = FloatVector.broadcast(FLOAT, -0.5f);
        FloatVector sixth = FloatVector.broadcast(FLOAT, SIXTH);
        FloatVector minusSixth = FloatVector.broadcast(FLOAT, -SIXTH);
        for (int i = 0; i < length; i += LANES) {
            FloatVector g0 = FloatVector.fromArray(FLOAT, source, from + i);
            FloatVector g1 = FloatVector.fromArray(FLOAT, source, from + i + step);
            FloatVector g2 = FloatVector.fromArray(FLOAT, source, from + i + 2 * step);
            FloatVector even = g0.add(g2);
            FloatVector evenOfTwo = quarter.fma(g0, g2);
            int out = to + i;
            quarter.mul(g0).intoArray(target, out);
            even.add(g1).mul(minusSixth).intoArray(target, out + toStep);
            even.sub(g1).mul(minusSixth).intoArray(target, out + 2 * toStep);
            half.fma(g1, evenOfTwo).mul(sixth).intoArray(target, out + 3 * toStep);
            minusHalf.fma(g1, evenOfTwo).mul(sixth).intoArray(target, out + 4 * toStep);
            g2.intoArray(target, out + 5 * toStep);
        }
    }

    /// Four rows of Aᵀ times six rows.
    static void output(float[] source, int from, int step, float[] target, int to, int toStep, int length) {
        FloatVector two = FloatVector.broadcast(FLOAT, 2);
        FloatVector four = FloatVector.broadcast(FLOAT, 4);
        FloatVector eight = FloatVector.broadcast(FLOAT, 8);
        for (int i = 0; i < length; i += LANES) {
            int at = from + i;
            FloatVector m1 = FloatVector.fromArray(FLOAT, source, at + step);
            FloatVector m2 = FloatVector.fromArray(FLOAT, source, at + 2 * step);
            FloatVector m3 = FloatVector.fromArray(FLOAT, source, at + 3 * step);
            FloatVector m4 = FloatVector.fromArray(FLOAT, source, at + 4 * step);
            FloatVector even = m1.add(m2);
            FloatVector odd = m1.sub(m2);
            FloatVector evenOfTwo = m3.add(m4);
            FloatVector oddOfTwo = m3.sub(m4);
            int out = to + i;
            FloatVector.fromArray(FLOAT, source, at).add(even).add(evenOfTwo).intoArray(target, out);
            two.fma(oddOfTwo, odd).intoArray(target, out + toStep);
            four.fma(evenOfTwo, even).intoArray(target, out + 2 * toStep);
            eight.fma(oddOfTwo, odd)
                    .add(FloatVector.fromArray(FLOAT, source, at + 5 * step))
                    .intoArray(target, out + 3 * toStep);
        }
    }
}

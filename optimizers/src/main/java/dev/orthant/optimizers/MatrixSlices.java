package dev.orthant.optimizers;

import dev.orthant.tensor.Span;
import dev.orthant.tensor.Tensor;

/// A convolution's weights `[out, in, height, width]` as height · width matrices `[out, in]`, which lie interleaved: entry
/// (i, j) of matrix p is number (i · in + j) · positions + p.
final class MatrixSlices {
    private MatrixSlices() {}

    /// Frobenius norm of every slice, summed in float64 in the order of the numbers.
    static double[] norms(Tensor tensor, int positions) {
        if (positions == 1) {
            return new double[] {Sweep.norm(tensor)};
        }
        Span span = tensor.span();
        double[] sums = new double[positions];
        for (int i = 0; i < span.length(); i += positions) {
            for (int position = 0; position < positions; position++) {
                double number = span.array()[span.from() + i + position];
                sums[position] += number * number;
            }
        }
        for (int position = 0; position < positions; position++) {
            sums[position] = Math.sqrt(sums[position]);
        }
        return sums;
    }

    /// W_p ← W_p − length G_p / ‖G_p‖ for every slice whose norm is not 0.
    static void descend(Tensor weights, Tensor gradient, double length, double[] norms) {
        int positions = norms.length;
        float[] factors = new float[positions];
        for (int position = 0; position < positions; position++) {
            factors[position] = norms[position] == 0 ? 0 : Sweep.multiplier(length / norms[position], norms[position]);
        }
        Span w = weights.span();
        Span g = gradient.span();
        for (int i = 0; i < w.length(); i += positions) {
            for (int position = 0; position < positions; position++) {
                w.array()[w.from() + i + position] -= factors[position] * g.array()[g.from() + i + position];
            }
        }
    }
}

package dev.orthant.experiments.implicitbias;

import dev.orthant.tensor.Tensor;

/// How often the sign of a score is not the label. A score of 0 has no sign and counts as an error.
final class SignErrors {
    private SignErrors() {}

    /// @param scores `[examples, 1]`
    /// @param signs  the labels, each −1 or 1
    static double fraction(Tensor scores, int[] signs) {
        float[] numbers = scores.toArray();
        int errors = 0;
        for (int i = 0; i < signs.length; i++) {
            if (!(numbers[i] * signs[i] > 0)) {
                errors++;
            }
        }
        return (double) errors / signs.length;
    }
}

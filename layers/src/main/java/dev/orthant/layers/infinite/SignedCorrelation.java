package dev.orthant.layers.infinite;

import dev.orthant.tensor.ShapeException;
import dev.orthant.tensor.linear.Cholesky;
import dev.orthant.tensor.linear.Matrix;

/// An orthant problem brought to its normal form: `P[g > 0]`, g ~ N(0, T), with
///
///     Tᵢⱼ = cᵢ cⱼ Σᵢⱼ / √(Σᵢᵢ Σⱼⱼ),   Tᵢᵢ = 1
///
/// Neither the signs nor the scales change the probability.
///
/// @param matrix T, [n, n]
record SignedCorrelation(Matrix matrix) {
    /// Below this correlation two scores are each other's negatives: both cannot be positive.
    private static final double CONTRADICTION = -1 + 1e-12;

    /// Relative asymmetry that rounding explains.
    private static final double ASYMMETRY = 1e-9;

    static SignedCorrelation of(Matrix covariance, int[] labels) {
        requireProblem(covariance, labels);
        int size = labels.length;
        Matrix matrix = Matrix.identity(size);
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < i; j++) {
                double scale = Math.sqrt(covariance.at(i, i) * covariance.at(j, j));
                double correlation = covariance.at(i, j) / scale;
                double mirrored = covariance.at(j, i) / scale;
                if (!(Math.abs(correlation - mirrored) <= ASYMMETRY && Math.abs(correlation) <= 1 + ASYMMETRY)) {
                    throw new IllegalArgumentException("orthant: elements (" + i + ", " + j + ") and (" + j + ", " + i
                            + ") of the covariance are " + covariance.at(i, j) + " and " + covariance.at(j, i)
                            + "; they must be equal, and at most √(Σᵢᵢ Σⱼⱼ) = " + scale + " in size");
                }
                double signed = Math.clamp(correlation, -1, 1) * (labels[i] * labels[j]);
                matrix.set(i, j, signed);
                matrix.set(j, i, signed);
            }
        }
        return new SignedCorrelation(matrix);
    }

    int size() {
        return matrix.rows();
    }

    double at(int row, int column) {
        return matrix.at(row, column);
    }

    /// True if two examples are the same (or opposite) but for their labels: then P is exactly 0, whereas with jitter ε
    /// an estimate would depend on ε.
    boolean contradictory() {
        for (int i = 0; i < size(); i++) {
            for (int j = 0; j < i; j++) {
                if (at(i, j) < CONTRADICTION) {
                    return true;
                }
            }
        }
        return false;
    }

    Cholesky cholesky() {
        return Cholesky.withJitter(matrix);
    }

    private static void requireProblem(Matrix covariance, int[] labels) {
        if (covariance.rows() != covariance.columns() || covariance.rows() != labels.length || labels.length == 0) {
            throw new ShapeException("orthant: the covariance is [" + covariance.rows() + ", " + covariance.columns()
                    + "] and " + labels.length + " labels came; it must be [n, n] for n labels, n at least 1");
        }
        for (int i = 0; i < labels.length; i++) {
            if (Math.abs(labels[i]) != 1) {
                throw new IllegalArgumentException(
                        "orthant: label " + i + " is " + labels[i] + "; every label must be 1 or -1");
            }
            double variance = covariance.at(i, i);
            if (!(variance > 0 && variance < Double.POSITIVE_INFINITY)) { // also rejects NaN
                throw new IllegalArgumentException("orthant: the variance of example " + i + " is " + variance
                        + "; it must be positive and finite: is the example all zeros?");
            }
        }
    }
}

package dev.orthant.layers.infinite.orthant;

import dev.orthant.tensor.ShapeException;
import dev.orthant.tensor.linear.Matrix;
import java.util.Arrays;
import java.util.stream.IntStream;

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
        double[] deviations =
                Arrays.stream(covariance.diagonal()).map(Math::sqrt).toArray();
        Matrix matrix = Matrix.identity(size);
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < i; j++) {
                // one after the other: the product of two variances may overflow or vanish
                double correlation = covariance.at(i, j) / deviations[i] / deviations[j];
                double mirrored = covariance.at(j, i) / deviations[i] / deviations[j];
                if (!(Math.abs(correlation - mirrored) <= ASYMMETRY && Math.abs(correlation) <= 1 + ASYMMETRY)) {
                    throw new IllegalArgumentException("orthant: elements (" + i + ", " + j + ") and (" + j + ", " + i
                            + ") of the covariance are " + covariance.at(i, j) + " and " + covariance.at(j, i)
                            + "; they must be equal, and at most √(Σᵢᵢ Σⱼⱼ) = "
                            + deviations[i] * deviations[j] + " in size");
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

    /// The same problem with its conditions in another order.
    SignedCorrelation ordered(int[] order) {
        return new SignedCorrelation(Ordering.permuted(matrix, order));
    }

    /// @throws IllegalArgumentException if [#contradictory]
    void requirePossible(String operation) {
        if (contradictory()) {
            throw new IllegalArgumentException(operation + ": two examples are the same but for their labels; no scores"
                    + " have these signs: remove one of the two");
        }
    }

    /// For every example the first one that is the same and has the same label; itself if there is none before it.
    int[] representatives() {
        int[] representatives = new int[size()];
        for (int i = 0; i < size(); i++) {
            int j = 0;
            while (at(i, j) <= -CONTRADICTION && j < i) {
                j++;
            }
            representatives[i] = j;
        }
        return representatives;
    }

    /// The examples that are no copies of an earlier one.
    int[] distinctExamples() {
        int[] representatives = representatives();
        return IntStream.range(0, size()).filter(i -> representatives[i] == i).toArray();
    }

    /// Without copies: P is the same.
    SignedCorrelation distinct() {
        int[] distinct = distinctExamples();
        return distinct.length == size() ? this : part(distinct);
    }

    /// Only those examples, in that order.
    SignedCorrelation part(int[] examples) {
        return new SignedCorrelation(matrix.block(examples, examples));
    }

    /// @throws dev.orthant.tensor.linear.NotPositiveDefinite if the matrix is no covariance
    RegularCorrelation regular() {
        return RegularCorrelation.of(matrix);
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

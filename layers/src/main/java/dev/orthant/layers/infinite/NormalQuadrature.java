package dev.orthant.layers.infinite;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/// Expectations of smooth functions under N(0, 1), and their expansions in Hermite polynomials, by the trapezoidal rule.
///
///     E f(z) ≈ Σ_m f(x_m) w_m        x_m = m/16, |x_m| ≤ 13,  w_m = exp(−x_m²/2)/(16 √(2π))
///
/// For analytic functions the error falls as exp(−2π · 16 · δ), δ the distance of the nearest singularity from the real
/// axis: below rounding for δ > 0.4 (Trefethen and Weideman 2014, "The exponentially convergent trapezoidal rule",
/// theorem 5.1). Gauss-Hermite quadrature with as many nodes does worse for functions with poles such as tanh: half of
/// its nodes lie where the weight is negligible.
final class NormalQuadrature {
    private static final int PER_UNIT = 16;
    private static final int FARTHEST = 13; // exp(−13²/2) = 2e-37

    /// Number of Hermite polynomials that the nodes resolve with ease: the last oscillates with √512 ≈ 23 radians per
    /// unit, the nodes resolve 16π ≈ 50.
    static final int TERMS = 512;

    private static final double[] NODES = new double[2 * PER_UNIT * FARTHEST + 1];
    private static final double[] WEIGHTS = new double[NODES.length];

    static {
        for (int m = 0; m < NODES.length; m++) {
            NODES[m] = (double) m / PER_UNIT - FARTHEST;
            WEIGHTS[m] = Math.exp(-NODES[m] * NODES[m] / 2) / (PER_UNIT * Math.sqrt(2 * Math.PI));
        }
    }

    private NormalQuadrature() {}

    /// The values of φ(√q x) at all nodes.
    static double[] values(DoubleUnaryOperator function, double variance) {
        double deviation = Math.sqrt(variance);
        double[] values = new double[NODES.length];
        for (int m = 0; m < NODES.length; m++) {
            values[m] = function.applyAsDouble(deviation * NODES[m]);
        }
        return values;
    }

    /// E f(z)², from the values at the nodes.
    static double meanSquare(double[] values) {
        double sum = 0;
        for (int m = 0; m < values.length; m++) {
            sum += WEIGHTS[m] * values[m] * values[m];
        }
        return sum;
    }

    /// E f(z) h_k(z), h_k the k-th normalised Hermite polynomial, from the values of f at the nodes.
    ///
    /// @param coefficients element k is filled for k from `first` (inclusive) to `last` (exclusive)
    static void coefficients(double[] values, double[] coefficients, int first, int last) {
        Arrays.fill(coefficients, first, last, 0);
        for (int m = 0; m < values.length; m++) {
            double value = values[m];
            double[] weighted = HermiteTable.WEIGHTED[m];
            for (int k = first; k < last; k++) {
                coefficients[k] += value * weighted[k];
            }
        }
    }

    /// Made when first needed: w_m h_k(x_m) for all k and m, by the recurrence
    ///
    ///     h_{k+1}(x) = (x h_k(x) − √k h_{k−1}(x)) / √(k + 1)
    private static final class HermiteTable {
        static final double[][] WEIGHTED = new double[NODES.length][TERMS];

        static {
            for (int m = 0; m < NODES.length; m++) {
                double before = 0;
                double current = WEIGHTS[m];
                for (int k = 0; k < TERMS; k++) {
                    WEIGHTED[m][k] = current;
                    double next = (NODES[m] * current - Math.sqrt(k) * before) / Math.sqrt(k + 1);
                    before = current;
                    current = next;
                }
            }
        }
    }
}

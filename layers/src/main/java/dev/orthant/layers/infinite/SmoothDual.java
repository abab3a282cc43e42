package dev.orthant.layers.infinite;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;

/// The kernel of any smooth nonlinearity, by its expansion in normalised Hermite polynomials h_k (orthonormal under
/// N(0, 1)).
///
///     a_k(q) = E[φ(√q z) h_k(z)]                          by quadrature
///     T = Σ_k a_k(q) a_k(r) tᵏ                            t = c/√(q r)
///     D = Σ_k k a_k(q) a_k(r) tᵏ⁻¹ / √(q r)
///
/// because `E[h_j(u) h_k(w)]` = tᵏ if j = k, else 0 (Mehler; O'Donnell 2014, "Analysis of Boolean functions", section 11.2).
/// One polynomial per pair of examples, instead of a two-dimensional quadrature.
///
/// Terms are added until Σ a_k² has reached E φ² to 10⁻¹⁴, at most 512. By the Cauchy-Schwarz inequality what is left out
/// bounds the error of T for every t. More than 10⁻⁶ of E φ² left out is refused: φ then has a kink, a jump, or a
/// variance at which it looks as if it had.
///
/// Variances below 10⁻⁸ are expanded at 10⁻⁸ (relative error 10⁻⁸ φ‴(0)/φ′(0)); their mean a₀ is brought back along the line from
/// φ(0), as a₀(q) = φ(0) + φ″(0) q/2 + …: its square would outweigh all else.
///
/// ```java
/// SmoothDual square = new SmoothDual(z -> z * z);
/// (float) square.mean(1);                     // → 1.0
/// (float) square.covariance(0.5, 1, 1);       // → 1.5
/// new SmoothDual(Math::abs).variance(1);      // throws NoClosedForm
/// ```
///
/// @param function φ, finite for all finite z
/// @since 0.1.0
public record SmoothDual(DoubleUnaryOperator function) implements DualActivation {
    private static final double LEAST_VARIANCE = 1e-8;
    private static final double COMPLETE = 1e-14;
    private static final double NOISE = 1e-15;
    private static final double REFUSED = 1e-6;

    /// Terms between two looks at how much is left: more than the gaps in the expansions of even and odd functions.
    private static final int STRIDE = 32;

    @Override
    public double activation(double z) {
        return function.applyAsDouble(z);
    }

    @Override
    public double mean(double q) {
        return coefficients(q)[0];
    }

    @Override
    public double covariance(double c, double q, double r) {
        double[] value = new double[1];
        between(new double[] {q}, new double[] {r}).map(0, new double[] {c}, value, new double[0]);
        return value[0];
    }

    @Override
    public double slope(double c, double q, double r) {
        double[] slope = new double[1];
        between(new double[] {q}, new double[] {r}).map(0, new double[] {c}, new double[1], slope);
        return slope[0];
    }

    @Override
    public Rows between(double[] q, double[] r) {
        Map<Double, double[]> expansions = new HashMap<>();
        double[][] rows = new double[q.length][];
        double[][] columns = new double[r.length][];
        Arrays.setAll(rows, i -> expansions.computeIfAbsent(q[i], this::coefficients));
        Arrays.setAll(columns, j -> expansions.computeIfAbsent(r[j], this::coefficients));
        int terms = 0;
        for (double[] column : columns) {
            terms = Math.max(terms, column.length);
        }
        // by term, then by column: the inner loops run over columns
        double[][] byTerm = new double[terms][r.length];
        for (int j = 0; j < r.length; j++) {
            for (int k = 0; k < columns[j].length; k++) {
                byTerm[k][j] = columns[j][k];
            }
        }
        return (i, c, covariance, slope) -> {
            double[] t = new double[c.length];
            for (int j = 0; j < c.length; j++) {
                t[j] = Math.clamp(c[j] / scale(q[i], r[j]), -1, 1);
            }
            polynomials(rows[i], byTerm, t, covariance, slope);
            for (int j = 0; j < slope.length; j++) {
                slope[j] /= scale(q[i], r[j]);
            }
        };
    }

    /// Horner's rule for Σ_k a_k b_kj t_jᵏ and its derivative with respect to t_j.
    private static void polynomials(double[] a, double[][] b, double[] t, double[] value, double[] derivative) {
        Arrays.fill(value, 0);
        Arrays.fill(derivative, 0);
        for (int k = Math.min(a.length, b.length) - 1; k >= 0; k--) {
            double factor = a[k];
            double[] term = b[k];
            for (int j = 0; j < derivative.length; j++) {
                derivative[j] = derivative[j] * t[j] + value[j];
            }
            for (int j = 0; j < t.length; j++) {
                value[j] = value[j] * t[j] + factor * term[j];
            }
        }
    }

    private static double scale(double q, double r) {
        return Math.sqrt(Math.max(q, LEAST_VARIANCE) * Math.max(r, LEAST_VARIANCE));
    }

    private double[] coefficients(double q) {
        double[] values = NormalQuadrature.values(function, Math.max(q, LEAST_VARIANCE));
        double total = NormalQuadrature.meanSquare(values);
        double[] coefficients = new double[NormalQuadrature.TERMS];
        double left = total;
        int terms = 0;
        while (terms < coefficients.length && left > COMPLETE * total) {
            NormalQuadrature.coefficients(values, coefficients, terms, terms + STRIDE);
            for (int last = terms + STRIDE; terms < last; terms++) {
                if (Math.abs(coefficients[terms]) < NOISE * Math.sqrt(total)) {
                    coefficients[terms] = 0; // rounding; a network of many layers would make a signal of it
                }
                left -= coefficients[terms] * coefficients[terms];
            }
        }
        if (!(left <= REFUSED * total)) { // also rejects NaN
            throw new NoClosedForm("kernel of a smooth nonlinearity: at variance " + q + " its first " + terms
                    + " Hermite polynomials leave " + left / total + " of its mean square; the expansion is for smooth"
                    + " functions; use a layer with a closed form, or smaller weight and bias variances");
        }
        if (q < LEAST_VARIANCE) {
            double atZero = function.applyAsDouble(0);
            coefficients[0] = atZero + (coefficients[0] - atZero) * (q / LEAST_VARIANCE);
        }
        return Arrays.copyOf(coefficients, Math.max(terms, 1));
    }
}

package dev.orthant.layers.infinite;

import dev.orthant.tensor.kernel.ActiveKernels;
import dev.orthant.tensor.kernel.RectifierKernels;

/// The kernel of a piecewise linear nonlinearity, φ(z) = a·min(z, 0) + b·max(z, 0): rectifier, leaky rectifier, absolute
/// value, identity.
///
///     t = c/√(q r)                                      correlation, in [-1, 1]
///     h(t) = (√((1 − t)(1 + t)) + t (π − arccos t)) / π
///     T = √(q r) ((a − b)²/2 · h(t) + a b t)
///     D =         (a − b)²/2 · h′(t) + a b              h′(t) = (π − arccos t)/π
///
/// For a = 0, b = √2 it is h itself, the first-order arc-cosine kernel (Cho and Saul 2009, "Kernel methods for deep
/// learning"): variances stay as they are. The general case follows from φ(z) = b max(z, 0) − a max(−z, 0) and
/// h(−t) = h(t) − t. Where a variance is 0, φ and φ′ are taken as 0.
///
/// π − arccos t is computed as arccos(−t), which loses no digits near t = −1.
///
/// ```java
/// Rectifier relu = new Rectifier(0, Math.sqrt(2));
/// relu.variance(1);                           // → 1.0
/// relu.covariance(0, 1, 1) == 1 / Math.PI;    // → true
/// Rectifier.map(-1);                          // → 0.0
/// Rectifier.derivativeMap(0);                 // → 0.5
/// ```
///
/// @param negative a, the slope below 0, finite
/// @param positive b, the slope above 0, finite
/// @since 0.1.0
public record Rectifier(double negative, double positive) implements DualActivation {
    /// Checks the slopes.
    ///
    /// @throws IllegalArgumentException if one is infinite or not a number
    public Rectifier {
        if (!Double.isFinite(negative) || !Double.isFinite(positive)) {
            throw new IllegalArgumentException(
                    "rectifier: the slopes are " + negative + " and " + positive + " but must be finite");
        }
    }

    @Override
    public double activation(double z) {
        return z < 0 ? negative * z : positive * z;
    }

    @Override
    public double mean(double q) {
        return (positive - negative) * Math.sqrt(q / (2 * Math.PI));
    }

    @Override
    public double covariance(double c, double q, double r) {
        return element(c, q, r)[0];
    }

    @Override
    public double slope(double c, double q, double r) {
        return element(c, q, r)[1];
    }

    /// T and D of one element, by the code of a row: the diagonal of a kernel and its variances agree bit for bit.
    private double[] element(double c, double q, double r) {
        double[] covariance = new double[1];
        double[] slope = new double[1];
        between(new double[] {q}, new double[] {r}).map(0, new double[] {c}, covariance, slope);
        return new double[] {covariance[0], slope[0]};
    }

    /// One arc cosine serves T and D.
    @Override
    public Rows between(double[] q, double[] r) {
        double half = halfSquare();
        double product = negative * positive;
        RectifierKernels kernels = ActiveKernels.get().rectifier();
        return (i, c, covariance, slope) -> kernels.row(half, product, c, q[i], r, covariance, slope);
    }

    /// The scale √(q r) is all that is needed of the variances.
    @Override
    public void elements(double[] c, double[] q, double[] r, double[] covariance, double[] slope) {
        double[] products = new double[q.length];
        for (int k = 0; k < products.length; k++) {
            products[k] = q[k] * r[k];
        }
        ActiveKernels.get().rectifier().row(halfSquare(), negative * positive, c, 1, products, covariance, slope);
    }

    /// {@return h(t) above: the correlation after √2 max(z, 0), given the correlation before} Exactly 1 at 1 and 0 at
    /// -1.
    ///
    /// @param correlation in [-1, 1]
    public static double map(double correlation) {
        double sine = Math.sqrt((1 - correlation) * (1 + correlation));
        // The difference of two equal terms near t = -1 can round to less than 0.
        return Math.max(0, (sine + correlation * Math.acos(-correlation)) / Math.PI);
    }

    /// {@return h′(t) = (π − arccos t)/π}
    ///
    /// @param correlation t, in [-1, 1]
    public static double derivativeMap(double correlation) {
        return Math.acos(-correlation) / Math.PI;
    }

    /// (a − b)²/2, and exactly 1 for the slope that means √2: the square of the float64 nearest to √2 is 2 + 4e-16, and
    /// unit variances are to stay 1 through any number of layers.
    private double halfSquare() {
        double halfSquare = (positive - negative) * (positive - negative) / 2;
        return Math.abs(halfSquare - 1) <= 0x1p-52 ? 1 : halfSquare;
    }
}

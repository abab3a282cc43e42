package dev.orthant.layers.infinite;

/// What a nonlinearity φ does to a kernel: its expectations under two correlated Gaussians.
///
///     (u, w) ~ N(0, [[q, c], [c, r]])
///     T(c, q, r) = E[φ(u) φ(w)]        D(c, q, r) = E[φ′(u) φ′(w)] = ∂T/∂c
///
/// T is the next layer's NNGP, D what the NTK is multiplied by (Daniely, Frostig and Singer 2016, "Toward deeper
/// understanding of neural networks", call T the dual activation; D = ∂T/∂c is Price's theorem).
///
/// The methods of single numbers are the definition; [#between] is what runs over a block, and may be faster.
///
/// ```java
/// DualActivation relu = new Rectifier(0, 1);
/// relu.mean(2 * Math.PI);                                         // → 1.0
/// relu.variance(1);                                               // → 0.5
/// DualActivation.Rows rows = relu.between(new double[] {1}, new double[] {1, 4});
/// double[] covariance = new double[2];
/// rows.map(0, new double[] {1, 2}, covariance, new double[0]);    // correlation 1 with both columns
/// Arrays.toString(covariance);                                    // → [0.5, 1.0]
/// ```
///
/// @since 0.1.0
public interface DualActivation {
    /// {@return the activation itself, φ(z)}
    ///
    /// @param z pre-activation
    double activation(double z);

    /// {@return `E[φ(u)]` for u ~ N(0, q)}
    ///
    /// @param q variance, at least 0
    double mean(double q);

    /// {@return t(c, q, r) above}
    ///
    /// @param c covariance, |c| ≤ √(q r)
    /// @param q variance, at least 0
    /// @param r variance, at least 0
    double covariance(double c, double q, double r);

    /// {@return d(c, q, r) above}
    ///
    /// @param c covariance, |c| ≤ √(q r)
    /// @param q variance, at least 0
    /// @param r variance, at least 0
    /// @throws NoClosedForm if φ has jumps: D is infinite at c = q = r, and there is no NTK
    double slope(double c, double q, double r);

    /// {@return false for a φ with jumps, which has an NNGP but no NTK}
    default boolean hasSlope() {
        return true;
    }

    /// {@return `E[φ(u)²]` for u ~ N(0, q): [#covariance] at c = q = r, by the same code, so that the diagonal of a
    /// kernel and its variances agree bit for bit}
    ///
    /// @param q variance, at least 0
    default double variance(double q) {
        return covariance(q, q, q);
    }

    /// {@return the maps of a whole block, prepared for its variances}
    ///
    /// @param q variances of the rows
    /// @param r variances of the columns
    default Rows between(double[] q, double[] r) {
        return (i, c, covariance, slope) -> {
            for (int j = 0; j < c.length; j++) {
                covariance[j] = covariance(c[j], q[i], r[j]);
            }
            if (slope.length > 0) {
                for (int j = 0; j < c.length; j++) {
                    slope[j] = slope(c[j], q[i], r[j]);
                }
            }
        };
    }

    /// T and D element by element: variances of row and column for each covariance.
    ///
    /// @param c          covariances
    /// @param q          as many variances
    /// @param r          as many
    /// @param covariance is filled with T
    /// @param slope      is filled with D; empty if nobody asks for it
    default void elements(double[] c, double[] q, double[] r, double[] covariance, double[] slope) {
        for (int k = 0; k < c.length; k++) {
            covariance[k] = covariance(c[k], q[k], r[k]);
            if (slope.length > 0) {
                slope[k] = slope(c[k], q[k], r[k]);
            }
        }
    }

    /// One row of a block after the other, on any thread.
    @FunctionalInterface
    interface Rows {
        /// Takes a row of covariances through φ.
        ///
        /// @param i          the row
        /// @param c          its covariances
        /// @param covariance is filled with T
        /// @param slope      is filled with D; empty if nobody asks for it
        void map(int i, double[] c, double[] covariance, double[] slope);
    }
}

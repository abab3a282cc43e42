package dev.orthant.tensor.kernel;

/// The standard normal distribution in float64, many numbers at a time: what samplers of orthants spend their time on.
///
/// Scalar and vector kernels give the same bits. All arrays of a call have the same length.
public interface NormalLawKernels {
    /// `out ← ln Φ(b)`, without underflow as long as b² is a float64 number.
    ///
    /// Error at most 2·10⁻¹⁵ · max(1, |ln Φ(b)|). (Relative accuracy where ln Φ is near 0 is not kept: the sums that these
    /// numbers go into do not need it.)
    ///
    /// @param b   at most 1e154 in size; −∞ comes for less
    /// @param out may be `b`
    void logCdf(double[] b, double[] out);

    /// `out ← Φ⁻¹`-samples of a standard normal number conditioned to exceed −b: `z = −Φ⁻¹(u Φ(b))`, at least −b.
    ///
    /// Error at most 10⁻¹³ · max(1, |z|) while u Φ(b) ≤ 0.99; above, that of Φ⁻¹ at a probability known to 10⁻¹⁶.
    ///
    /// @param logCdf  ln Φ(b), as [#logCdf] gives it
    /// @param uniform u, in the open interval (0, 1)
    /// @param out     none of the others
    void truncated(double[] b, double[] logCdf, double[] uniform, double[] out);
}

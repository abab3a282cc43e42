package dev.orthant.tensor.kernel;

/// What a piecewise linear nonlinearity does to covariances, in float64: the loop that kernels of deep rectifier networks spend
/// their time in.
///
/// Scalar and vector kernels give the same bits.
public interface RectifierKernels {
    /// One row of covariances c with the variances q of the row and r of the columns:
    ///
    ///     s = √(q r),  t = c/s clamped to [-1, 1],  ω = arccos(−t)
    ///     covariance = s (half (√((1 − t)(1 + t)) + t ω)/π + product t)
    ///     slope      = half ω/π + product
    ///
    /// Both are 0 where s is 0 and NaN where it is NaN. ω is off by at most 4·10⁻¹⁶ · max(1, ω); near t = −1 it has small relative errors too.
    ///
    /// @param half       (a − b)²/2 for slopes a below and b above 0
    /// @param product    a b
    /// @param c          the row
    /// @param q          its variance, at least 0
    /// @param r          variances of the columns, as many as `c`
    /// @param covariance as long as `c`; not `c`
    /// @param slope      as long as `c`, or empty if nobody asks for it; neither `c` nor `covariance`
    void row(double half, double product, double[] c, double q, double[] r, double[] covariance, double[] slope);
}

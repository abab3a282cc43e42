package dev.orthant.layers.infinite.orthant;

import dev.orthant.tensor.linear.Matrix;
import dev.orthant.tensor.random.Streams;

/// A way to estimate `P[labelᵢ fᵢ > 0 for all i]`, f ~ N(0, covariance). Open: further samplers implement it.
///
/// @since 0.1.0
public interface OrthantEstimator {
    /// Estimates P. The same streams give the same bits, whatever the number of threads.
    ///
    /// @param covariance symmetric with a positive diagonal, [n, n], n at least 1
    /// @param labels     n numbers, each 1 or -1
    /// @param streams    where the samples come from
    /// @return ln P, its error bar, and how far to trust it
    /// @throws dev.orthant.tensor.linear.NotPositiveDefinite if the covariance cannot be factored even with jitter
    OrthantEstimate estimate(Matrix covariance, int[] labels, Streams streams);
}

package dev.orthant.layers.infinite.orthant;

import dev.orthant.tensor.linear.Matrix;
import dev.orthant.tensor.random.Streams;

/// A way to estimate `P[labelᵢ fᵢ > 0 for all i]`, f ~ N(0, covariance). Open: further samplers implement it.
///
/// ```java
/// Stream<OrthantEstimator> all = Stream.of(new GhkEstimator(100), new MinimaxTilting(100), new PublishedEstimator(100));
/// Matrix independent = Matrix.identity(3);                                                                    // P = 1/8
/// int[] labels = {1, -1, 1};
/// Streams streams = Streams.ofSeed(0);
/// all.map(way -> (float) way.estimate(independent, labels, streams).logProbability()).distinct().toList();    // → [-2.0794415]
/// ```
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

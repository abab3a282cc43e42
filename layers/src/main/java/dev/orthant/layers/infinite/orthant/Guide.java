package dev.orthant.layers.infinite.orthant;

/// How much of expectation propagation's sites a sequential sampler looks ahead with. It is unbiased with any of them.
///
/// ```java
/// Matrix covariance = Matrix.fill(9, 9, (i, j) -> i == j ? 1 : 0.5);
/// int[] labels = {1, 1, 1, 1, 1, -1, -1, -1, -1};
/// Function<Guide, OrthantEstimate> estimate =
///         guide -> new SequentialMonteCarlo(16, 64, guide).estimate(covariance, labels, Streams.ofSeed(0));
/// double plain = estimate.apply(Guide.NONE).relativeStandardError();
/// estimate.apply(Guide.GUARDED).relativeStandardError() < plain / 4;      // → true
/// estimate.apply(Guide.HALF).relativeStandardError() < plain / 4;         // → true
/// ```
///
/// @since 0.1.0
public enum Guide {
    /// No look-ahead: the plain sequential sampler.
    NONE {
        @Override
        double fraction(double tailIndex) {
            return 0;
        }
    },
    /// As much as keeps the variance of the weights finite, at most three quarters: min(¾, 0.9/λ), so that β λ < 1.
    GUARDED {
        @Override
        double fraction(double tailIndex) {
            return Math.min(0.75, 0.9 / tailIndex);
        }
    },
    /// One half, whatever the tails: about half of the guarded error on kernels of images, but on strongly correlated
    /// problems the error bar may be too small.
    HALF {
        @Override
        double fraction(double tailIndex) {
            return 0.5;
        }
    };

    /// β, the share of the sites' precision.
    ///
    /// @param tailIndex λ, see [TailGuard]
    abstract double fraction(double tailIndex);
}

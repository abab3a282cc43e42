package dev.orthant.layers.infinite.orthant;

import dev.orthant.tensor.linear.Matrix;
import dev.orthant.tensor.random.Streams;

/// The sequential sampler of Geweke, Hajivassiliou and Keane (also Genz 1992): one coordinate after the other, each
/// drawn from its normal distribution given the earlier ones, truncated to the positive side.
///
///     bᵢ = Σ_{j<i} Lᵢⱼ zⱼ / Lᵢᵢ,   zᵢ ~ N(0, 1) given zᵢ > −bᵢ,   w = Πᵢ Φ(bᵢ),   P = E[w],   T = L Lᵀ
///
/// Source: Genz 1992, "Numerical computation of multivariate normal probabilities". Unbiased for P. The effective sample size falls with n (a handful in a thousand at n of a few hundred kernels of images);
/// −ln P is then overstated, though far less than by [PublishedEstimator].
///
/// ```java
/// // with equal correlations of ½, P = 1/(n + 1)
/// Matrix covariance = Matrix.fill(9, 9, (i, j) -> i == j ? 1 : 0.5);
/// int[] labels = {1, 1, 1, 1, 1, 1, 1, 1, 1};
/// OrthantEstimate estimate = new GhkEstimator(10_000).estimate(covariance, labels, Streams.ofSeed(0));
/// Math.abs(estimate.logProbability() - Math.log(0.1)) < 3 * estimate.relativeStandardError();     // → true
/// ```
///
/// @param samples  how many to draw, at least 1
/// @param ordering of the coordinates
/// @since 0.1.0
public record GhkEstimator(long samples, Ordering ordering) implements OrthantEstimator {
    /// Checks the number of samples.
    ///
    /// @throws IllegalArgumentException if there is none
    public GhkEstimator {
        SampleBlocks.requireSamples("ghk estimator", samples);
    }

    /// Coordinates in the given order.
    ///
    /// @param samples how many to draw, at least 1
    public GhkEstimator(long samples) {
        this(samples, Ordering.GIVEN);
    }

    @Override
    public OrthantEstimate estimate(Matrix covariance, int[] labels, Streams streams) {
        SignedCorrelation problem = SignedCorrelation.of(covariance, labels);
        if (problem.contradictory()) {
            return OrthantEstimate.exact(Double.NEGATIVE_INFINITY);
        }
        RegularCorrelation regular =
                problem.ordered(ordering.of(problem.matrix())).regular();
        double[][] factor = regular.cholesky().lower().toArray2d();
        WeightSummary total = SampleBlocks.summarise(
                samples,
                SequentialSamples.BLOCK,
                (block, count) -> SequentialSamples.draw(factor, count, streams.indexed(block))
                        .logWeights());
        return regular.judge(total.times(0, regular.jitter()));
    }
}

package dev.orthant.layers.infinite.orthant;

import dev.orthant.tensor.linear.Cholesky;
import dev.orthant.tensor.linear.Matrix;
import dev.orthant.tensor.random.Streams;
import java.util.random.RandomGenerator;

/// The estimator of the paper: importance sampling from a sphere-symmetric orthant.
///
///     P = 2⁻ⁿ E[exp(−½ (d ‖L⁻¹z‖² − ‖z‖²))],   zᵢ = |N(0, 1)| independent,   T = L Lᵀ,   d = det(T)^(1/n)
///
/// Source: Bernstein and Yue 2021, "Computing the information content of trained neural networks" (arXiv 2103.01045), which writes
/// the exponent as −½ zᵀ(d T⁻¹ − I)z. Here T is scaled to unit diagonal first, and sums are float64.
///
/// **It does not converge for more than a few dozen labels**: the weights have infinite variance as soon as d uᵀT⁻¹u < ½‖u‖²
/// for some u in the orthant. A handful of samples then carries the estimate, which overstates −ln P, badly so for easy
/// tasks. Look at `effectiveSampleSize`; to know P rather than the published curves use another [OrthantEstimator].
///
/// @param samples how many to draw, at least 1; the paper's figures use 1 000 000
public record PublishedEstimator(long samples) implements OrthantEstimator {
    /// Samples per piece of parallel work: part of the definition, since every block has its own stream.
    private static final int BLOCK = 256;

    public PublishedEstimator {
        SampleBlocks.requireSamples("published estimator", samples);
    }

    @Override
    public OrthantEstimate estimate(Matrix covariance, int[] labels, Streams streams) {
        SignedCorrelation problem = SignedCorrelation.of(covariance, labels);
        if (problem.contradictory()) {
            return OrthantEstimate.exact(Double.NEGATIVE_INFINITY);
        }
        int size = problem.size();
        RegularCorrelation regular = problem.regular();
        Cholesky cholesky = regular.cholesky();
        double scale = Math.exp(cholesky.logDeterminant() / size);
        WeightSummary total = SampleBlocks.summarise(
                samples, BLOCK, (block, count) -> logWeights(cholesky, scale, count, streams.indexed(block)));
        return total.times(-size * Math.log(2), regular.jitter());
    }

    /// The exponents of one block of samples, computed with one triangular solve for all of them.
    private static double[] logWeights(Cholesky cholesky, double scale, int count, Streams streams) {
        RandomGenerator random = streams.generator();
        int size = cholesky.lower().rows();
        Matrix halfNormal = Matrix.fill(size, count, (_, _) -> Math.abs(random.nextGaussian()));
        Matrix whitened = cholesky.solveLower(halfNormal);
        double[] logWeights = new double[count];
        for (int i = 0; i < size; i++) {
            for (int sample = 0; sample < count; sample++) {
                double z = halfNormal.at(i, sample);
                double y = whitened.at(i, sample);
                logWeights[sample] -= 0.5 * (scale * y * y - z * z);
            }
        }
        return logWeights;
    }
}

package dev.orthant.layers.infinite.orthant;

import java.util.random.RandomGenerator;

/// One sweep of Gibbs sampling that leaves `γᵢ` of a [LookAhead] as it is: every one of the first i scores in turn is drawn
/// given all the others.
///
/// With f = mean + Λ z and W = Λ⁻¹, up to a constant ln γᵢ = −½ Σ z_k² − Σ_k (ν_k f_k − τ_k f_k²/2), k ≤ i, and
/// ∂z_k/∂fⱼ = W_kj. So
///
///     fⱼ | rest ~ N(fⱼ + (τⱼ fⱼ − νⱼ − Σ_k W_kj z_k)/S, 1/S) given fⱼ > 0,   S = Σ_k W_kj² − τⱼ,   j ≤ k ≤ i
///
/// after which z_k grows by W_kj times the change: i² multiplications per particle, and no precision matrix is formed.
final class GibbsSweep {
    private final LookAhead guide;
    private final int length;
    private final double[][] inverse; // row j is column j of W

    GibbsSweep(LookAhead guide, int length) {
        this.guide = guide;
        this.length = length;
        this.inverse = guide.inverseColumns();
    }

    /// @param scores   f, [at least length, particles], changed in place
    /// @param whitened z, likewise
    void move(double[][] scores, double[][] whitened, RandomGenerator random) {
        int particles = scores[0].length;
        double[] bounds = new double[particles];
        double[] logCdf = new double[particles];
        double[] excess = new double[particles];
        for (int j = 0; j < length; j++) {
            double[] column = inverse[j];
            double[] f = scores[j];
            double[] slope = new double[particles];
            ParticleLoops.addCombination(slope, column, whitened, j, length);
            double precision = Math.max(sumOfSquares(column, j, length) - guide.precision(j), 0.5);
            double root = Math.sqrt(precision);
            double tau = guide.precision(j);
            double nu = guide.shift(j);
            for (int p = 0; p < particles; p++) {
                bounds[p] = (f[p] + (tau * f[p] - nu - slope[p]) / precision) * root;
            }
            ParticleLoops.logNormalCdf(bounds, logCdf);
            ParticleLoops.truncatedNormal(bounds, logCdf, Uniforms.open(random, particles), excess);
            double[] change = slope; // no longer needed
            for (int p = 0; p < particles; p++) {
                double moved = Math.max((bounds[p] + excess[p]) / root, Island.LEAST_SCORE);
                change[p] = moved - f[p];
                f[p] = moved;
            }
            for (int k = j; k < length; k++) {
                ParticleLoops.addScaled(whitened[k], column[k], change);
            }
        }
    }

    private static double sumOfSquares(double[] values, int from, int to) {
        double sum = 0;
        for (int k = from; k < to; k++) {
            sum += values[k] * values[k];
        }
        return sum;
    }
}

package dev.orthant.layers.infinite.orthant;

import dev.orthant.tensor.linear.Cholesky;
import dev.orthant.tensor.linear.Matrix;
import org.jspecify.annotations.Nullable;

/// The sequence of distributions that a guided sampler walks through: the first scores meet their conditions, Gaussian
/// sites stand in for the conditions of the later ones.
///
///     γᵢ(f₁ … fᵢ) ∝ ∫ N(f; 0, T) Π_{k>i} site_k(f_k) df_{i+1} … df_n · 1[f₁ … fᵢ > 0]
///
/// All follow from one factorisation of the Gaussian with all sites, N(mean, Λ Λᵀ) with f = mean + Λ z: given the earlier
/// z, score i has mean M = meanᵢ + Σ_{j<i} Λᵢⱼ zⱼ and precision D = 1/Λᵢᵢ²; without its own site
///
///     d = D − τᵢ,   m = (D M − νᵢ)/d,   s² = 1/d,   so that under γᵢ fᵢ ~ N(m, s²) given fᵢ > 0
///
/// and the weight grows by the share of N(m, s²) that is positive over its integral against the site:
///
///     Δ ln w = ln Φ(m/s) − ln ∫ N(f; m, s²) siteᵢ(f) df = ln Φ(m/s) + ½ ln t − (2 m νᵢ + νᵢ² s² − m² τᵢ)/(2 t),   t = D/d
///
/// Without sites this is the sampler of Geweke, Hajivassiliou and Keane: mean 0, Λ = L, m = M.
final class LookAhead {
    private final double[][] factor;
    private final double[] mean;
    private final Sites sites;
    private final double logNormaliser;
    private final Cholesky cholesky;
    private double @Nullable [][] inverseColumns;

    private LookAhead(TiltedGaussian gaussian, Sites sites, Cholesky cholesky) {
        this.factor = cholesky.lower().toArray2d();
        this.mean = gaussian.mean();
        this.sites = sites;
        this.logNormaliser = gaussian.logNormaliser();
        this.cholesky = cholesky;
    }

    static LookAhead of(Matrix correlation, Sites sites) {
        TiltedGaussian gaussian = TiltedGaussian.of(correlation, sites);
        return new LookAhead(gaussian, sites, Cholesky.of(gaussian.covariance(correlation)));
    }

    int size() {
        return mean.length;
    }

    /// ln ∫ N(f; 0, T) Π siteᵢ(fᵢ) df, where the walk begins; 0 without sites.
    double logNormaliser() {
        return logNormaliser;
    }

    /// Row i of Λ.
    double[] factor(int i) {
        return factor[i];
    }

    double mean(int i) {
        return mean[i];
    }

    double precision(int i) {
        return sites.precision()[i];
    }

    double shift(int i) {
        return sites.shift()[i];
    }

    /// d, the precision of score i given the earlier ones, without its own site. At least the prior's, but for rounding.
    double conditionalPrecision(int i) {
        double pivot = factor[i][i];
        return Math.max(1 / (pivot * pivot) - sites.precision()[i], 0.5);
    }

    /// Column j of Λ⁻¹ as row j, [n, n]: needed only where particles move, hence made when first asked for.
    synchronized double[][] inverseColumns() {
        double[][] columns = inverseColumns;
        if (columns == null) {
            columns = cholesky.solveLower(Matrix.identity(size())).transpose().toArray2d();
            inverseColumns = columns;
        }
        return columns;
    }
}

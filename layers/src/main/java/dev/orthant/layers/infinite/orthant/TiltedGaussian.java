package dev.orthant.layers.infinite.orthant;

import dev.orthant.tensor.linear.Cholesky;
import dev.orthant.tensor.linear.Matrix;

/// `N(f; 0, T) Πᵢ siteᵢ(fᵢ)`, normalised: a Gaussian again.
///
///     B = I + τ^½ T τ^½ = C Cᵀ,   V = C⁻¹ τ^½ T
///     covariance = T − Vᵀ V,   mean = (T − Vᵀ V) ν,   ln ∫ = −½ ln det B + ½ ν·mean
///
/// T itself is never inverted. Source: Rasmussen and Williams 2006, "Gaussian processes for machine learning", section 3.6.
///
/// @param whitened       V, [n, n]
/// @param mean           [n]
/// @param variance       diagonal of the covariance, [n]
/// @param logNormaliser  ln of the integral of the product
@SuppressWarnings("ArrayRecordComponent") // handed from one loop to the next; never compared
record TiltedGaussian(Matrix whitened, double[] mean, double[] variance, double logNormaliser) {
    static TiltedGaussian of(Matrix correlation, Sites sites) {
        int size = correlation.rows();
        double[] root = new double[size];
        for (int i = 0; i < size; i++) {
            root[i] = Math.sqrt(sites.precision()[i]);
        }
        Matrix scaledRows = Matrix.fill(size, size, (i, j) -> root[i] * correlation.at(i, j));
        Cholesky inner =
                Cholesky.of(Matrix.fill(size, size, (i, j) -> (i == j ? 1 : 0) + scaledRows.at(i, j) * root[j]));
        Matrix whitened = inner.solveLower(scaledRows);
        double[] mean = correlation.multiply(sites.shift());
        double[] projected = whitened.multiply(sites.shift());
        double[] variance = correlation.diagonal();
        for (int k = 0; k < size; k++) {
            double[] row = whitened.row(k);
            for (int i = 0; i < size; i++) {
                mean[i] -= row[i] * projected[k];
                variance[i] -= row[i] * row[i];
            }
        }
        double logNormaliser = -inner.logDeterminant() / 2;
        for (int i = 0; i < size; i++) {
            logNormaliser += sites.shift()[i] * mean[i] / 2;
        }
        return new TiltedGaussian(whitened, mean, variance, logNormaliser);
    }

    /// T − Vᵀ V, [n, n].
    Matrix covariance(Matrix correlation) {
        return correlation.minus(whitened.transpose().multiply(whitened));
    }
}

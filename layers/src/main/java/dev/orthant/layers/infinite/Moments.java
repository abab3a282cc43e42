package dev.orthant.layers.infinite;

import dev.orthant.tensor.ShapeException;
import dev.orthant.tensor.linear.Matrix;

/// What a kernel's formulas need to know of each example alone: the first two moments of one of its features under
/// random weights.
///
/// @param variance E[f(xᵢ)²], [count, 1]; not centred
/// @param mean     E[f(xᵢ)] over the neurons of a layer, [count, 1]; 0 after a random affine layer
public record Moments(Matrix variance, Matrix mean) {
    public Moments {
        if (variance.columns() != 1 || mean.columns() != 1 || variance.rows() != mean.rows()) {
            throw new ShapeException("moments: the variance is [" + variance.rows() + ", " + variance.columns()
                    + "] and the mean [" + mean.rows() + ", " + mean.columns()
                    + "]; both must be one column, one number per example");
        }
    }

    /// Moments of features with mean 0.
    public static Moments ofVariance(Matrix variance) {
        return new Moments(variance, Matrix.zeros(variance.rows(), 1));
    }

    /// Number of examples.
    public int count() {
        return variance.rows();
    }

    /// The moments of some of the examples.
    Moments part(int... indices) {
        int[] only = {0};
        return new Moments(variance.block(indices, only), mean.block(indices, only));
    }

    /// Variances and means through functions of their own.
    Moments map(MomentMap map) {
        Matrix variances = Matrix.zeros(count(), 1);
        Matrix means = Matrix.zeros(count(), 1);
        for (int i = 0; i < count(); i++) {
            variances.set(i, 0, map.variance(variance.at(i, 0), mean.at(i, 0)));
            means.set(i, 0, map.mean(variance.at(i, 0), mean.at(i, 0)));
        }
        return new Moments(variances, means);
    }

    /// What a layer does to the moments of one example.
    interface MomentMap {
        double variance(double variance, double mean);

        double mean(double variance, double mean);
    }
}

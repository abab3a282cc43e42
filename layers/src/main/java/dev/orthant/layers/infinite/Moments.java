package dev.orthant.layers.infinite;

import dev.orthant.tensor.ShapeException;
import dev.orthant.tensor.linear.Matrix;
import java.util.function.DoubleUnaryOperator;

/// What a kernel's formulas need to know of each example alone: the first two moments of one of its features under
/// random weights.
///
/// ```java
/// KernelBlock unit = KernelBlock.ofInputs(Tensor.filled(Shape.of(1, 2), 1)).affine(1, 0);
/// Moments moments = unit.through(new Rectifier(0, Math.sqrt(2))).rowMoments();
/// moments.variance().at(0, 0);                                            // → 1.0
/// (float) moments.mean().at(0, 0) == (float) (1 / Math.sqrt(Math.PI));    // → true
/// ```
///
/// @param variance `E[f(xᵢ)²]`, [count, 1]; not centred
/// @param mean     `E[f(xᵢ)]` over the neurons of a layer, [count, 1]; 0 after a random affine layer
/// @since 0.1.0
public record Moments(Matrix variance, Matrix mean) {
    /// Checks that there is one number of each for every example.
    ///
    /// @throws ShapeException if a matrix has more than one column, or the numbers of rows differ
    public Moments {
        if (variance.columns() != 1 || mean.columns() != 1 || variance.rows() != mean.rows()) {
            throw new ShapeException("moments: the variance is [" + variance.rows() + ", " + variance.columns()
                    + "] and the mean [" + mean.rows() + ", " + mean.columns()
                    + "]; both must be one column, one number per example");
        }
    }

    /// {@return moments of features with mean 0}
    ///
    /// @param variance `E[f(xᵢ)²]`, [count, 1]
    public static Moments ofVariance(Matrix variance) {
        return new Moments(variance, Matrix.zeros(variance.rows(), 1));
    }

    /// {@return number of examples}
    public int count() {
        return variance.rows();
    }

    Moments part(int first, int last) {
        return new Moments(variance.block(first, last, 0, 1), mean.block(first, last, 0, 1));
    }

    /// Replaces the moments of the examples from `first` on.
    void set(int first, Moments others) {
        variance.setBlock(first, 0, others.variance);
        mean.setBlock(first, 0, others.mean);
    }

    /// The moments of some of the examples.
    Moments of(int... indices) {
        int[] only = {0};
        return new Moments(variance.block(indices, only), mean.block(indices, only));
    }

    /// Those of the sum of two independent features.
    Moments plus(Moments other) {
        return new Moments(
                Matrix.fill(
                        count(),
                        1,
                        (i, _) ->
                                variance.at(i, 0) + other.variance.at(i, 0) + 2 * mean.at(i, 0) * other.mean.at(i, 0)),
                mean.plus(other.mean));
    }

    /// Every example's moments through a function.
    Moments map(MomentMap map) {
        Matrix variances = Matrix.zeros(count(), 1);
        Matrix means = Matrix.zeros(count(), 1);
        for (int i = 0; i < count(); i++) {
            Pair pair = map.of(variance.at(i, 0), mean.at(i, 0));
            variances.set(i, 0, pair.variance());
            means.set(i, 0, pair.mean());
        }
        return new Moments(variances, means);
    }

    /// Those of φ(u), all at once: one by one they would take as long as the rest of a kernel's tile.
    Moments through(DualActivation activation) {
        double[] q = variance.column(0);
        double[] variances = new double[q.length];
        activation.elements(q, q, q, variances, new double[0]);
        return new Moments(Matrix.columnOf(variances), variance.map(activation::mean));
    }

    /// The moments of one example.
    record Pair(double variance, double mean) {}

    /// What a layer does to the moments of one example.
    @FunctionalInterface
    interface MomentMap {
        Pair of(double variance, double mean);

        /// Of the variance and the mean apart.
        static MomentMap of(DoubleUnaryOperator variance, DoubleUnaryOperator mean) {
            return (v, m) -> new Pair(variance.applyAsDouble(v), mean.applyAsDouble(m));
        }
    }
}

package dev.orthant.optimizers.constraint;

import dev.orthant.tensor.MatrixView;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Span;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.kernel.ActiveKernels;
import dev.orthant.tensor.kernel.Kernels;
import dev.orthant.tensor.random.Streams;

/// The largest singular value of a matrix, by power iteration.
///
///     u = W v / ‖W v‖,   v ← Wᵀ u / ‖Wᵀ u‖,   σ = ‖Wᵀ u‖
///
/// from a random v that depends on the width alone. σ grows from step to step and never exceeds the truth; it is taken
/// when a step raises it by less than a part in 10⁷, and after 1000 steps. Where the two largest singular values are
/// nearly equal that can be a little early: from a random beginning, k steps leave a relative error of at most about
/// log(d) / k (Kuczyński and Woźniakowski 1992), whatever the gap.
///
/// ```java
/// Tensor w = Tensor.of(Shape.of(2, 2), 3, 0, 4, 0);   // of rank 1: the norm of its column
/// Math.round(1000 * SpectralNorm.of(w.matrix()));     // → 5000
/// ```
///
/// @since 0.1.0
public final class SpectralNorm {
    private static final int LARGEST_STEPS = 1000;
    private static final double TOLERANCE = 1e-7;
    private static final long SEED = 1;

    private SpectralNorm() {}

    /// {@return σ of a matrix: 0 of an empty one or of zeros, NaN if it holds a NaN}
    ///
    /// @param matrix of any shape; not changed
    public static double of(MatrixView matrix) {
        if (matrix.rows() == 0 || matrix.columns() == 0) {
            return 0;
        }
        Kernels kernels = ActiveKernels.get();
        Tensor right = Streams.ofSeed(SEED).gaussian(Shape.of(1, matrix.columns()));
        Tensor left = Tensor.zeros(Shape.of(1, matrix.rows()));
        normalise(right.span());
        double sigma = 0;
        for (int step = 0; step < LARGEST_STEPS; step++) {
            kernels.multiplyTransposedRight(right.matrix(), matrix, left.matrix());
            double lower = normalise(left.span());
            if (lower == 0 || Double.isNaN(lower)) {
                return lower;
            }
            kernels.multiply(left.matrix(), matrix, right.matrix());
            double next = normalise(right.span());
            if (next <= sigma * (1 + TOLERANCE)) {
                return Math.max(next, sigma);
            }
            sigma = next;
        }
        return sigma;
    }

    /// @return the norm before
    private static double normalise(Span vector) {
        Kernels kernels = ActiveKernels.get();
        double norm = Math.sqrt(kernels.sumOfSquares(vector));
        if (norm != 0) {
            kernels.scale(vector, (float) (1 / norm), vector);
        }
        return norm;
    }
}

package dev.orthant.layers.infinite;

import dev.orthant.tensor.ShapeException;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.linear.Matrix;
import dev.orthant.tensor.parallel.Parallel;
import java.util.Arrays;
import java.util.Optional;

/// Examples before the first layer, in float64, with the moments of each: `E[x²]` and `E[x]` over its inputs.
///
/// @param rows    X, [count, d]
/// @param moments of each row
record Inputs(Matrix rows, Moments moments) {
    /// Rows whose moments one piece of parallel work takes.
    private static final int ROWS_PER_PIECE = 64;

    /// @param examples [count, …]; all axes but the first together are the d inputs
    static Inputs of(Tensor examples) {
        if (examples.shape().rank() < 2 || examples.size() == 0) {
            throw new ShapeException("inputs' kernel: examples of shape " + examples.shape()
                    + " came; [count, inputs] or more axes are required, each at least 1 long");
        }
        requireFinite(examples);
        Matrix rows = Matrix.of(examples);
        return new Inputs(rows, moments(rows));
    }

    /// Whether examples are images, [count, height, width, channels].
    static boolean areImages(Tensor examples) {
        return examples.shape().rank() == 4 && examples.size() > 0;
    }

    static void requireFinite(Tensor examples) {
        if (!examples.isFinite()) {
            throw new IllegalArgumentException("inputs' kernel: an input is NaN or infinite; find it with"
                    + " Tensor.isFinite on single rows and repair or leave out that example");
        }
    }

    /// `X X′ᵀ/d` for these examples and others.
    FeatureBlock against(Inputs other, boolean withNtk) {
        return part(0, rows.rows(), other, 0, other.rows.rows(), withNtk);
    }

    /// The same for some of them. Bit for bit a part of the whole, with the variances on the diagonal of a set with itself,
    /// whatever order the products are summed in.
    FeatureBlock part(int first, int last, Inputs other, int otherFirst, int otherLast, boolean withNtk) {
        boolean whole = first == 0 && last == rows.rows() && rows == other.rows && otherFirst == 0 && otherLast == last;
        Matrix nngp = (whole
                        ? rows.multiplyTransposedRight(rows)
                        : rows.multiplyTransposedRight(first, last, other.rows, otherFirst, otherLast))
                .scaled(1.0 / rows.columns());
        if (rows == other.rows) {
            for (int i = Math.max(first, otherFirst); i < Math.min(last, otherLast); i++) {
                nngp.set(i - first, i - otherFirst, moments.variance().at(i, 0));
            }
        }
        return new FeatureBlock(
                nngp,
                withNtk ? Optional.of(Matrix.zeros(nngp.rows(), nngp.columns())) : Optional.empty(),
                moments.part(first, last),
                other.moments.part(otherFirst, otherLast),
                new Features(rows.columns(), false, 0));
    }

    /// Mean square and mean of every row. The square by the same code that computes the covariances.
    private static Moments moments(Matrix rows) {
        double scale = 1.0 / rows.columns();
        Matrix variances = Matrix.zeros(rows.rows(), 1);
        Matrix means = Matrix.zeros(rows.rows(), 1);
        Parallel.forPieces(rows.rows(), ROWS_PER_PIECE, (from, to) -> {
            for (int i = from; i < to; i++) {
                double[] example = rows.row(i);
                variances.set(i, 0, scale * Matrix.of(example).multiply(example)[0]);
                means.set(i, 0, scale * Arrays.stream(example).sum());
            }
        });
        return new Moments(variances, means);
    }
}

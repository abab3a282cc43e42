package dev.orthant.optimizers.margin;

import dev.orthant.tensor.MatrixView;
import dev.orthant.tensor.ShapeException;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.kernel.ActiveKernels;
import dev.orthant.tensor.weights.Role;
import dev.orthant.tensor.weights.Weight;
import dev.orthant.tensor.weights.Weights;
import java.util.List;
import java.util.stream.DoubleStream;

/// How far on the right side a network's scores are, in units that scaling weights or inputs cannot change.
///
///     ρᵢ = yᵢ f(xᵢ) / ( ‖xᵢ‖ ∏ₗ ‖W_l‖_F / √min(d_l, d_{l−1}) )        Frobenius-normalised margin of example i
///
/// for a network without biases whose nonlinearities are positively homogeneous (relu). Source: Farhang, Bernstein,
/// Tirumala, Liu and Yue 2022, "Investigating generalization by controlling normalized margin", section 3.
///
/// @param perExample ρᵢ, one per example
public record NormalisedMargin(List<Double> perExample) {
    /// Measures the margins of a batch.
    ///
    /// @param weights of the network; only matrices
    /// @param inputs  xᵢ, `[examples, …]`
    /// @param scores  f(xᵢ), `[examples, 1]`
    /// @param labels  yᵢ, each −1 or 1
    /// @throws ShapeException           if the numbers of examples differ or there is none
    /// @throws IllegalArgumentException if there is a bias, for which the norm's product says nothing
    public static NormalisedMargin frobenius(Weights weights, Tensor inputs, Tensor scores, int[] labels) {
        if (labels.length == 0
                || scores.size() != labels.length
                || inputs.shape().axis(0) != labels.length) {
            throw new ShapeException("normalised margin: inputs " + inputs.shape() + ", scores " + scores.shape()
                    + " and " + labels.length + " labels came; one score and one label per example are required");
        }
        double norms = 1;
        for (Weight weight : weights.all()) {
            norms *= relativeNorm(weight);
        }
        MatrixView examples = inputs.matrix();
        MatrixView column = scores.matrix();
        double[] margins = new double[labels.length];
        for (int i = 0; i < labels.length; i++) {
            double inputNorm = Math.sqrt(ActiveKernels.get().sumOfSquares(examples.row(i)));
            double score = column.array()[column.from() + i * column.stride()];
            margins[i] = labels[i] * score / (inputNorm * norms);
        }
        return new NormalisedMargin(DoubleStream.of(margins).boxed().toList());
    }

    /// The margin of the whole set: that of its worst example.
    public double smallest() {
        return perExample.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
    }

    /// The mean over the examples.
    public double mean() {
        return perExample.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }

    private static double relativeNorm(Weight weight) {
        if (weight.role() != Role.MATRIX) {
            throw new IllegalArgumentException("normalised margin: " + weight.name()
                    + " is a bias; the margin is defined for networks without biases");
        }
        MatrixView matrix = weight.tensor().matrix();
        double norm = Math.sqrt(ActiveKernels.get().sumOfSquares(weight.tensor().span()));
        return norm / Math.sqrt(Math.min(matrix.rows(), matrix.columns()));
    }
}

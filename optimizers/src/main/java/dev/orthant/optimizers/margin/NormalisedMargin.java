package dev.orthant.optimizers.margin;

import dev.orthant.optimizers.constraint.SpectralNorm;
import dev.orthant.tensor.MatrixView;
import dev.orthant.tensor.ShapeException;
import dev.orthant.tensor.Span;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.kernel.ActiveKernels;
import dev.orthant.tensor.weights.Role;
import dev.orthant.tensor.weights.Weight;
import dev.orthant.tensor.weights.Weights;
import java.util.List;
import java.util.stream.DoubleStream;

/// How far on the right side a network's scores are, in units that scaling weights or inputs cannot change.
///
///     mᵢ = yᵢ f(xᵢ)                                                   two classes, yᵢ = ±1
///     mᵢ = f(xᵢ)[yᵢ] − max over j ≠ yᵢ of f(xᵢ)[j]                       more classes
///
///     ρᵢ = mᵢ / ( ‖xᵢ‖ ‖w‖ )                                           linear: the cosine
///     ρᵢ = mᵢ / ( ‖xᵢ‖ ∏ₗ ‖W_l‖_F / √min(d_l, d_{l−1}) )                Frobenius
///     ρᵢ = mᵢ / ( ‖xᵢ‖ ∏ₗ σ(W_l) )                                     spectral, σ the largest singular value
///
/// for a network without biases whose nonlinearities are positively homogeneous (relu). An input of norm 0 has a margin of
/// 0 / 0, which is NaN. Source: Farhang, Bernstein, Tirumala, Liu and Yue 2022, "Investigating generalization by
/// controlling normalized margin", section 3; Bartlett, Foster and Telgarsky 2017, "Spectrally-normalized margin bounds
/// for neural networks". Departure from the former's code, which took classes 0 and 1 for the two of a multi-class margin:
/// the opponent is the best wrong class.
///
/// ```java
/// Weights weights = Weights.of(List.of(new Weight("w", Role.MATRIX, Tensor.of(Shape.of(1, 2), 3, 4))));
/// Tensor inputs = Tensor.of(Shape.of(2, 2), 3, 4, 4, 3);
/// Tensor scores = Tensor.of(Shape.of(2, 1), 25, 24);  // ⟨w, x⟩
/// NormalisedMargin margin = NormalisedMargin.linear(weights, inputs, scores, new int[] {1, -1});
/// margin.perExample();                                // → [1.0, -0.96]
/// margin.smallest();                                  // → -0.96
/// ```
///
/// @param perExample ρᵢ, one per example
/// @since 0.1.0
public record NormalisedMargin(List<Double> perExample) {
    /// Keeps a copy of the list.
    public NormalisedMargin {
        perExample = List.copyOf(perExample);
    }

    /// {@return the cosine between each input and the weights of a linear classifier, signed by the label}
    ///
    /// @param weights one matrix of one row
    /// @param inputs  xᵢ, `[examples, …]`
    /// @param scores  f(xᵢ), `[examples, 1]`
    /// @param labels  yᵢ, each −1 or 1
    /// @throws ShapeException if the weights are not one row, or examples are missing
    public static NormalisedMargin linear(Weights weights, Tensor inputs, Tensor scores, int[] labels) {
        if (weights.count() != 1
                || weights.all().iterator().next().tensor().shape().axis(0) != 1) {
            throw new ShapeException("linear margin: weights of " + weights.count()
                    + " tensors came; one matrix of one row is required; use frobenius or spectral");
        }
        return frobenius(weights, inputs, scores, labels);
    }

    /// {@return frobenius-normalised margins of a batch}
    ///
    /// @param weights of the network; only matrices
    /// @param inputs  xᵢ, `[examples, …]`
    /// @param scores  f(xᵢ), `[examples, 1]` for two classes, else `[examples, classes]`
    /// @param labels  yᵢ: −1 or 1 for two classes, else the index of the right class
    /// @throws ShapeException           if the numbers of examples differ or there is none
    /// @throws IllegalArgumentException if a label is none, or there is a bias, for which the norms' product says nothing
    public static NormalisedMargin frobenius(Weights weights, Tensor inputs, Tensor scores, int[] labels) {
        double norms = 1;
        for (Weight weight : weights.all()) {
            MatrixView matrix = matrix(weight);
            double norm =
                    Math.sqrt(ActiveKernels.get().sumOfSquares(weight.tensor().span()));
            norms *= norm / Math.sqrt(Math.min(matrix.rows(), matrix.columns()));
        }
        return normalised(norms, inputs, scores, labels);
    }

    /// {@return spectrally normalised margins of a batch} Errors as for [#frobenius].
    ///
    /// @param weights of the network; only matrices
    /// @param inputs  xᵢ, `[examples, …]`
    /// @param scores  f(xᵢ), `[examples, 1]` for two classes, else `[examples, classes]`
    /// @param labels  yᵢ: −1 or 1 for two classes, else the index of the right class
    public static NormalisedMargin spectral(Weights weights, Tensor inputs, Tensor scores, int[] labels) {
        double norms = 1;
        for (Weight weight : weights.all()) {
            norms *= SpectralNorm.of(matrix(weight));
        }
        return normalised(norms, inputs, scores, labels);
    }

    /// {@return the margin of the whole set: that of its worst example}
    public double smallest() {
        return perExample.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
    }

    /// {@return the mean over the examples}
    public double mean() {
        return perExample.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }

    /// {@return the smallest margin that a share of the examples does not exceed: 0.5 gives the (lower) median}
    ///
    /// @param share in [0, 1]
    /// @throws IllegalArgumentException if the share is not in [0, 1]
    public double quantile(double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("quantile: the share is " + share + "; it must lie in [0, 1]");
        }
        List<Double> ascending = perExample.stream().sorted().toList();
        int rank = (int) Math.ceil(share * ascending.size());
        return ascending.get(Math.max(0, rank - 1));
    }

    private static NormalisedMargin normalised(double norms, Tensor inputs, Tensor scores, int[] labels) {
        if (labels.length == 0
                || scores.shape().axis(0) != labels.length
                || inputs.shape().axis(0) != labels.length) {
            throw new ShapeException("normalised margin: inputs " + inputs.shape() + ", scores " + scores.shape()
                    + " and " + labels.length + " labels came; scores and one label per example are required");
        }
        MatrixView examples = inputs.matrix();
        MatrixView outputs = scores.matrix();
        double[] margins = new double[labels.length];
        for (int i = 0; i < labels.length; i++) {
            double inputNorm = Math.sqrt(ActiveKernels.get().sumOfSquares(examples.row(i)));
            margins[i] = margin(outputs.row(i), labels[i], i) / (inputNorm * norms);
        }
        return new NormalisedMargin(DoubleStream.of(margins).boxed().toList());
    }

    /// mᵢ
    private static double margin(Span scores, int label, int example) {
        boolean binary = scores.length() == 1;
        if (binary ? label != 1 && label != -1 : label < 0 || label >= scores.length()) {
            throw new IllegalArgumentException("normalised margin: label " + example + " is " + label + "; it must be "
                    + (binary ? "-1 or 1" : "a class from 0 to " + (scores.length() - 1)));
        }
        if (binary) {
            return (double) label * scores.array()[scores.from()];
        }
        double bestWrong = Double.NEGATIVE_INFINITY;
        for (int j = 0; j < scores.length(); j++) {
            if (j != label) {
                bestWrong = Math.max(bestWrong, scores.array()[scores.from() + j]);
            }
        }
        return scores.array()[scores.from() + label] - bestWrong;
    }

    private static MatrixView matrix(Weight weight) {
        if (weight.role() != Role.MATRIX) {
            throw new IllegalArgumentException("normalised margin: " + weight.name()
                    + " is a bias; the margin is defined for networks without biases");
        }
        return weight.tensor().matrix();
    }
}

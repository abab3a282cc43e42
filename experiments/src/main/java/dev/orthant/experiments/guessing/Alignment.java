package dev.orthant.experiments.guessing;

import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.kernel.ActiveKernels;
import dev.orthant.tensor.weights.Weight;
import dev.orthant.tensor.weights.Weights;

/// Inner products of weights.
final class Alignment {
    private Alignment() {}

    /// ⟨a, b⟩ over all tensors, in double precision.
    static double dot(Weights a, Weights b) {
        double sum = 0;
        for (Weight weight : a.all()) {
            sum += dot(weight.tensor(), b.get(weight.name()));
        }
        return sum;
    }

    /// ⟨a, b⟩ / (‖a‖ ‖b‖), 0 if one is 0.
    static double cosine(Weights a, Weights b) {
        return ratio(dot(a, b), a.norm() * b.norm());
    }

    /// The same of single tensors.
    static double cosine(Tensor a, Tensor b) {
        return ratio(dot(a, b), Math.sqrt(dot(a, a) * dot(b, b)));
    }

    private static double dot(Tensor a, Tensor b) {
        return ActiveKernels.get().dot(a.span(), b.span());
    }

    private static double ratio(double product, double norms) {
        return norms == 0 ? 0 : product / norms;
    }
}

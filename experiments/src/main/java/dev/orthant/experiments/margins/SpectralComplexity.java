package dev.orthant.experiments.margins;

import dev.orthant.optimizers.constraint.SpectralNorm;
import dev.orthant.tensor.MatrixView;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.kernel.ActiveKernels;
import dev.orthant.tensor.weights.Weight;
import dev.orthant.tensor.weights.Weights;
import java.util.List;

/// Spectral complexity of a network, and the margins that it normalises.
///
///     R = ∏ₗ σ(W_l) · ( ∑ₗ ( ‖W_l − M_l‖_{2,1} / σ(W_l) )^{2/3} )^{3/2}
///     normalised margin of example i = mᵢ / ( R ‖X‖_F / n )
///
/// σ is the largest singular value, ‖·‖_{2,1} the sum over the neurons of the norm of a neuron's weights, M_l a reference:
/// here the weights with which training began, after the constraint's first projection. Source: Bartlett, Foster and Telgarsky
/// 2017, "Spectrally-normalized margin bounds for neural networks", equation 1.2, as Farhang et al. 2022 apply it.
final class SpectralComplexity {
    private SpectralComplexity() {}

    /// R, positive; 0 where no weight has left its reference.
    ///
    /// @param reference M, in the form of the weights; a copy, since weights are trained in place
    static double of(Weights weights, Weights reference) {
        weights.requireSameForm("spectral complexity", reference);
        double product = 1;
        double sum = 0;
        for (Weight weight : weights.all()) {
            double sigma = SpectralNorm.of(weight.tensor().matrix());
            product *= sigma;
            sum += Math.pow(sumOfRowNorms(weight.tensor(), reference.get(weight.name())) / sigma, 2.0 / 3);
        }
        return product * Math.pow(sum, 1.5);
    }

    /// @param inputs `[examples, …]`, X
    static List<Double> normalise(List<Double> margins, Weights weights, Weights reference, Tensor inputs) {
        double norm = Math.sqrt(ActiveKernels.get().sumOfSquares(inputs.span()));
        double divisor = of(weights, reference) * norm / margins.size();
        return margins.stream().map(margin -> margin / divisor).toList();
    }

    /// ‖W − M‖_{2,1}
    private static double sumOfRowNorms(Tensor weights, Tensor reference) {
        Tensor difference = Tensor.zeros(weights.shape());
        ActiveKernels.get().subtract(weights.span(), reference.span(), difference.span());
        MatrixView rows = difference.matrix();
        double sum = 0;
        for (int i = 0; i < rows.rows(); i++) {
            sum += Math.sqrt(ActiveKernels.get().sumOfSquares(rows.row(i)));
        }
        return sum;
    }
}

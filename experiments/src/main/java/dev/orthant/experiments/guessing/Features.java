package dev.orthant.experiments.guessing;

import dev.orthant.autograd.Eager;
import dev.orthant.autograd.Value;
import dev.orthant.autograd.op.MatMulTransposedRight;
import dev.orthant.autograd.op.ScaledRelu;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.kernel.ActiveKernels;
import dev.orthant.tensor.weights.Weight;
import dev.orthant.tensor.weights.Weights;
import java.util.ArrayList;
import java.util.List;

/// What a forward pass through a perceptron of rectifiers shows to whoever guesses its gradient.
///
///     H₀ = X,   Hₗ = relu(Hₗ₋₁ Wₗᵀ)
///
/// @param matrices W₁ … W_L
/// @param inputs   H₀ … H_{L−1}, `[batch, fanIn]`: what each matrix is given
record Features(List<Weight> matrices, List<Tensor> inputs) {
    Features {
        matrices = List.copyOf(matrices);
        inputs = List.copyOf(inputs);
    }

    /// @param weights matrices alone, the first layer's first
    /// @param batch   `[batch, fanIn]`
    static Features of(Weights weights, Tensor batch) {
        List<Weight> matrices = List.copyOf(weights.all());
        Eager eager = new Eager();
        List<Tensor> inputs = new ArrayList<>(List.of(batch));
        for (int layer = 0; layer < matrices.size() - 1; layer++) {
            Value scores = eager.apply(
                    new MatMulTransposedRight(),
                    eager.constant(inputs.getLast()),
                    eager.constant(matrices.get(layer).tensor()));
            inputs.add(eager.apply(new ScaledRelu(1), scores).tensor());
        }
        return new Features(matrices, inputs);
    }

    /// Over how many directions the features of the last hidden layer spread: (Σλ)²/Σλ² of their Gram matrix, 1 if all are
    /// parallel.
    double effectiveRank() {
        Tensor last = inputs.getLast();
        Eager eager = new Eager();
        Tensor gram = eager.apply(new MatMulTransposedRight(), eager.constant(last), eager.constant(last))
                .tensor();
        double trace = ActiveKernels.get().sumOfSquares(last.span());
        return trace * trace / ActiveKernels.get().sumOfSquares(gram.span());
    }
}

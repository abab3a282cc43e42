package dev.orthant.optimizers.constraint;

import dev.orthant.tensor.MatrixView;
import dev.orthant.tensor.Span;
import dev.orthant.tensor.parallel.Parallel;
import dev.orthant.tensor.weights.Role;
import dev.orthant.tensor.weights.Weight;
import dev.orthant.tensor.weights.Weights;

/// A constraint on the incoming weights of each neuron by itself: each row of a [Role#MATRIX]; biases are free.
///
/// A rule that moves neuron by neuron may project a row at once, while it lies in the cache.
///
/// ```java
/// RowConstraint ignoresFirstInput = neuron -> neuron.array()[neuron.from()] = 0;
/// Tensor w = Tensor.of(Shape.of(2, 2), 1, 2, 3, 4);
/// Tensor bias = Tensor.of(Shape.of(2), 5, 6);
/// ignoresFirstInput.project(
///         Weights.of(List.of(new Weight("0.weight", Role.MATRIX, w), new Weight("0.bias", Role.BIAS, bias))));
/// w.toArray();        // → [0.0, 2.0, 0.0, 4.0]
/// bias.toArray();     // → [5.0, 6.0]
/// ```
///
/// @since 0.1.0
public interface RowConstraint extends Constraint {
    /// A piece of parallel work handles about this many weights.
    int WEIGHTS_PER_PIECE = 1 << 16;

    /// Moves one neuron's incoming weights into the set, in place.
    ///
    /// @param neuron a row of a matrix
    void projectNeuron(Span neuron);

    @Override
    default void project(Weights weights) {
        for (Weight weight : weights.all()) {
            if (weight.role() == Role.MATRIX) {
                MatrixView neurons = weight.tensor().matrix();
                int grain = Math.max(1, WEIGHTS_PER_PIECE / Math.max(1, neurons.columns()));
                Parallel.forPieces(neurons.rows(), grain, (from, to) -> {
                    for (int i = from; i < to; i++) {
                        projectNeuron(neurons.row(i));
                    }
                });
            }
        }
    }
}

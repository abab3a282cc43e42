package dev.orthant.optimizers.constraint;

import dev.orthant.tensor.MatrixView;
import dev.orthant.tensor.kernel.ActiveKernels;
import dev.orthant.tensor.weights.Role;
import dev.orthant.tensor.weights.Weight;
import dev.orthant.tensor.weights.Weights;

/// Every matrix keeps the same Frobenius norm, one per neuron in the root mean square.
///
///     W ← W · ρ √d_l / ‖W‖_F        for W of shape `[d_l, d_{l−1}]`
///
/// the nearest point of the sphere. With ρ = 1 the norm is that of a matrix of unit neurons. Source: Farhang, Bernstein,
/// Tirumala, Liu and Yue 2022, "Investigating generalization by controlling normalized margin", section 3. Applies to
/// matrices; biases are free. A matrix of zeros has no nearest point and stays.
///
/// ```java
/// Tensor w = Tensor.of(Shape.of(4, 1), 8, 8, 8, 8);
/// new FrobeniusSphere().project(Weights.of(List.of(new Weight("w", Role.MATRIX, w))));    // norm 16 becomes √4
/// w.toArray();                                                                            // → [1.0, 1.0, 1.0, 1.0]
/// ```
///
/// @param neuronNorm ρ, more than 0
/// @since 0.1.0
public record FrobeniusSphere(double neuronNorm) implements Constraint {
    /// Checks ρ.
    ///
    /// @throws IllegalArgumentException if it is not more than 0
    public FrobeniusSphere {
        if (!(neuronNorm > 0)) {
            throw new IllegalArgumentException(
                    "Frobenius sphere: the neuron norm is " + neuronNorm + "; it must be more than 0");
        }
    }

    /// ρ = 1.
    public FrobeniusSphere() {
        this(1);
    }

    @Override
    public void project(Weights weights) {
        for (Weight weight : weights.all()) {
            if (weight.role() == Role.MATRIX) {
                MatrixView matrix = weight.tensor().matrix();
                double norm = Math.sqrt(
                        ActiveKernels.get().sumOfSquares(weight.tensor().span()));
                if (norm != 0) {
                    float factor = (float) (neuronNorm * Math.sqrt(matrix.rows()) / norm);
                    ActiveKernels.get()
                            .scale(
                                    weight.tensor().span(),
                                    factor,
                                    weight.tensor().span());
                }
            }
        }
    }
}

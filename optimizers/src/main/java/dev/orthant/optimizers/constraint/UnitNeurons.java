package dev.orthant.optimizers.constraint;

import dev.orthant.tensor.Span;
import dev.orthant.tensor.kernel.ActiveKernels;
import dev.orthant.tensor.kernel.Kernels;

/// The incoming weights of every neuron have Euclidean norm 1.
///
///     w ← w / ‖w‖,   and 0 stays 0
///
/// The second half of [BalancedNeurons] by itself, as in the ablation of Liu, Bernstein, Meister and Yue 2021, figure 1.
///
/// ```java
/// Tensor w = Tensor.of(Shape.of(2, 4), 8, 8, 8, -8, 0, 0, 0, 0);
/// new UnitNeurons().project(Weights.of(List.of(new Weight("w", Role.MATRIX, w))));
/// w.toArray();    // → [0.5, 0.5, 0.5, -0.5, 0.0, 0.0, 0.0, 0.0]
/// ```
///
/// @since 0.1.0
public record UnitNeurons() implements RowConstraint {
    @Override
    public void projectNeuron(Span neuron) {
        Kernels kernels = ActiveKernels.get();
        double norm = Math.sqrt(kernels.sumOfSquares(neuron));
        if (norm != 0) {
            kernels.scale(neuron, (float) (1 / norm), neuron);
        }
    }
}

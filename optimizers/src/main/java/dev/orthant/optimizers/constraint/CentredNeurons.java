package dev.orthant.optimizers.constraint;

import dev.orthant.tensor.Span;
import dev.orthant.tensor.kernel.ActiveKernels;
import dev.orthant.tensor.kernel.Kernels;

/// The incoming weights of every neuron have mean 0: as much excitation as inhibition.
///
///     w ← w − mean(w)
///
/// The first half of [BalancedNeurons] by itself, as in the ablation of Liu, Bernstein, Meister and Yue 2021, figure 1. A
/// neuron of one input is left alone.
///
/// ```java
/// Tensor neuron = Tensor.of(Shape.of(1, 3), 1, 2, 6);
/// new CentredNeurons().projectNeuron(neuron.span());
/// neuron.toArray();   // → [-2.0, -1.0, 3.0]
/// ```
///
/// @since 0.1.0
public record CentredNeurons() implements RowConstraint {
    @Override
    public void projectNeuron(Span neuron) {
        if (neuron.length() > 1) {
            Kernels kernels = ActiveKernels.get();
            kernels.shiftAndScale(neuron, (float) (kernels.sum(neuron) / neuron.length()), 1, neuron);
        }
    }
}

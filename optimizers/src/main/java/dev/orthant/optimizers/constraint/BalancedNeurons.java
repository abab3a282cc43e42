package dev.orthant.optimizers.constraint;

import dev.orthant.tensor.Span;
import dev.orthant.tensor.kernel.ActiveKernels;
import dev.orthant.tensor.kernel.Kernels;
import java.util.Arrays;

/// Balanced neurons: the incoming weights of every neuron have mean 0 and Euclidean norm 1.
///
///     w ← w − mean(w),   then   w ← w / ‖w‖
///
/// Source: Liu, Bernstein, Meister and Yue 2021, "Learning by turning", section 3 (balanced networks). Applies to
/// matrices; biases are free. Two cases that the paper leaves open: a neuron of one input is left alone, since
/// centring would always annihilate it; a neuron whose weights are all equal becomes, and stays, zero. Each half by
/// itself: [CentredNeurons], [UnitNeurons].
///
/// ```java
/// Tensor neuron = Tensor.of(Shape.of(1, 4), 1, 1, 3, 3);
/// new BalancedNeurons().projectNeuron(neuron.span());
/// neuron.toArray();   // → [-0.5, -0.5, 0.5, 0.5]
/// ```
///
/// @since 0.1.0
public record BalancedNeurons() implements RowConstraint {
    /// Unit roundoff of float32. Centring n equal weights leaves rounding of about this, relative to their norm.
    private static final double UNIT_ROUNDOFF = 0x1p-24;

    @Override
    public void projectNeuron(Span neuron) {
        if (neuron.length() <= 1) {
            return;
        }
        Kernels kernels = ActiveKernels.get();
        double squares = kernels.sumOfSquares(neuron);
        double sum = kernels.sum(neuron);
        float mean = (float) (sum / neuron.length());
        double centred = squares - 2 * mean * sum + neuron.length() * (double) mean * mean;
        if (centred > squares / 2) { // little was cancelled: the norm after centring is known before, one pass less
            kernels.shiftAndScale(neuron, mean, (float) (1 / Math.sqrt(centred)), neuron);
        } else {
            projectOffCentre(neuron, mean, Math.sqrt(squares));
        }
    }

    /// In two steps, the norm measured after centring: where the mean is large it cannot be had from sums.
    private static void projectOffCentre(Span neuron, float mean, double normBefore) {
        Kernels kernels = ActiveKernels.get();
        kernels.shiftAndScale(neuron, mean, 1, neuron);
        double norm = Math.sqrt(kernels.sumOfSquares(neuron));
        if (norm <= 2 * UNIT_ROUNDOFF * normBefore) { // what is left is rounding, its direction means nothing
            Arrays.fill(neuron.array(), neuron.from(), neuron.from() + neuron.length(), 0);
        } else {
            kernels.scale(neuron, (float) (1 / norm), neuron);
        }
    }
}

package dev.orthant.optimizers.constraint;

import dev.orthant.tensor.MatrixView;
import dev.orthant.tensor.Span;
import dev.orthant.tensor.kernel.ActiveKernels;
import dev.orthant.tensor.kernel.Kernels;
import dev.orthant.tensor.parallel.Parallel;
import dev.orthant.tensor.weights.Role;
import dev.orthant.tensor.weights.Weight;
import dev.orthant.tensor.weights.Weights;
import java.util.Arrays;

/// Balanced neurons: the incoming weights of every neuron have mean 0 and Euclidean norm 1.
///
///     w ← w − mean(w),   then   w ← w / ‖w‖
///
/// Source: Liu, Bernstein, Meister and Yue 2021, "Learning by turning", section 3 (balanced networks). Applies to
/// [Role#MATRIX]; biases are free. Two cases that the paper leaves open: a neuron of one input is left alone, since
/// centring would always annihilate it; a neuron whose weights are all equal becomes, and stays, zero.
public record BalancedNeurons() implements Constraint {
    /// A piece of parallel work handles about this many weights.
    private static final int WEIGHTS_PER_PIECE = 1 << 16;

    /// Unit roundoff of float32. Centring n equal weights leaves rounding of about this, relative to their norm.
    private static final double UNIT_ROUNDOFF = 0x1p-24;

    @Override
    public void project(Weights weights) {
        for (Weight weight : weights.all()) {
            if (weight.role() == Role.MATRIX) {
                project(weight.tensor().matrix());
            }
        }
    }

    private static void project(MatrixView neurons) {
        if (neurons.columns() <= 1) {
            return;
        }
        int grain = Math.max(1, WEIGHTS_PER_PIECE / neurons.columns());
        Parallel.forPieces(neurons.rows(), grain, (from, to) -> {
            for (int i = from; i < to; i++) {
                balance(neurons.row(i));
            }
        });
    }

    private static void balance(Span neuron) {
        Kernels kernels = ActiveKernels.get();
        double normBefore = Math.sqrt(kernels.sumOfSquares(neuron));
        kernels.shiftAndScale(neuron, (float) (kernels.sum(neuron) / neuron.length()), 1, neuron);
        double norm = Math.sqrt(kernels.sumOfSquares(neuron));
        if (norm <= 2 * UNIT_ROUNDOFF * normBefore) { // what is left is rounding, its direction means nothing
            Arrays.fill(neuron.array(), neuron.from(), neuron.from() + neuron.length(), 0);
        } else {
            kernels.scale(neuron, (float) (1 / norm), neuron);
        }
    }
}

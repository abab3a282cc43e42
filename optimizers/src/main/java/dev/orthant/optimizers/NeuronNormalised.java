package dev.orthant.optimizers;

import dev.orthant.optimizers.constraint.RowConstraint;
import dev.orthant.tensor.MatrixView;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Span;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.kernel.ActiveKernels;
import dev.orthant.tensor.kernel.Kernels;
import dev.orthant.tensor.parallel.Parallel;
import dev.orthant.tensor.weights.Role;
import dev.orthant.tensor.weights.Weight;
import dev.orthant.tensor.weights.Weights;
import java.util.ArrayList;
import java.util.List;

/// The step of Nero without its projection: every neuron's gradient is divided by a running root mean square of that
/// neuron's gradient norm, so that one number, the learning rate, says how far each neuron moves.
///
///     vᵢ ← β vᵢ + (1 − β) ‖gᵢ‖²
///     wᵢ ← wᵢ − η σ gᵢ / √(vᵢ / (1 − βᵗ)),     and no move where that root is 0
///
/// for the weights wᵢ of neuron i at step t, with σ the mean norm of the tensor's neurons when training began, and 0.01
/// where that is 0 (biases that begin at zero). Of a bias, every entry is a neuron of its own.
///
/// Source: Liu, Bernstein, Meister and Yue 2021, "Learning by turning: neural architecture aware optimisation",
/// algorithm 1. Departure: where the paper's code divides by a root that underflowed, this rule does not move. NaN in a
/// gradient reaches the neuron.
///
/// @param learningRate η, more than 0: the angle, in radians, by which a neuron of norm σ turns
/// @param beta         β, in [0, 1): how slowly the running mean forgets
public record NeuronNormalised(double learningRate, double beta) implements Neuronwise<NeuronNormalised.State> {
    private static final float SCALE_OF_ZERO_WEIGHTS = 0.01f;

    private static final RowConstraint FREE = neuron -> {};

    /// A piece of parallel work handles about this many weights: enough to be worth handing over.
    private static final int WEIGHTS_PER_PIECE = 1 << 16;

    public NeuronNormalised {
        if (!(learningRate > 0) || !(beta >= 0 && beta < 1)) {
            throw new IllegalArgumentException("neuron-normalised: learning rate is " + learningRate + " and beta "
                    + beta + "; they must be more than 0 and in [0, 1)");
        }
    }

    /// What the rule remembers: one number per neuron and one per tensor.
    ///
    /// @param steps       t, the steps taken
    /// @param meanSquares vᵢ, `[neurons]` for each tensor
    /// @param scales      σ, `[]` for each tensor; constant
    public record State(long steps, Weights meanSquares, Weights scales) {}

    @Override
    public State start(Weights weights) {
        List<Weight> meanSquares = new ArrayList<>();
        List<Weight> scales = new ArrayList<>();
        for (Weight weight : weights.all()) {
            MatrixView neurons = neurons(weight);
            meanSquares.add(new Weight(weight.name(), weight.role(), Tensor.zeros(Shape.of(neurons.rows()))));
            scales.add(new Weight(weight.name(), weight.role(), Tensor.scalar(meanNormOrSmall(neurons))));
        }
        return new State(0, Weights.of(meanSquares), Weights.of(scales));
    }

    @Override
    public State step(Weights weights, Weights gradient, State state, double rateMultiplier) {
        return step(weights, gradient, state, rateMultiplier, FREE);
    }

    @Override
    public State step(Weights weights, Weights gradient, State state, double rateMultiplier, RowConstraint constraint) {
        weights.requireSameForm("neuron-normalised", gradient);
        long steps = state.steps() + 1;
        double meanCorrection = 1 - Math.pow(beta, (double) steps);
        for (Weight weight : weights.all()) {
            MatrixView neurons = neurons(weight);
            MatrixView gradients = neurons(new Weight(weight.name(), weight.role(), gradient.get(weight.name())));
            Span meanSquares = state.meanSquares().get(weight.name()).span();
            double length = learningRate
                    * rateMultiplier
                    * state.scales().get(weight.name()).item();
            RowConstraint projection = weight.role() == Role.MATRIX ? constraint : FREE;
            int grain = Math.max(1, WEIGHTS_PER_PIECE / Math.max(1, neurons.columns()));
            Parallel.forPieces(neurons.rows(), grain, (from, to) -> {
                for (int i = from; i < to; i++) {
                    turn(neurons.row(i), gradients.row(i), meanSquares.part(i, 1), length, meanCorrection);
                    projection.projectNeuron(neurons.row(i));
                }
            });
        }
        return new State(steps, state.meanSquares(), state.scales());
    }

    /// Moves one neuron.
    private void turn(Span neuron, Span gradient, Span meanSquare, double length, double meanCorrection) {
        Kernels kernels = ActiveKernels.get();
        double before = meanSquare.array()[meanSquare.from()];
        double now = beta * before + (1 - beta) * kernels.sumOfSquares(gradient);
        meanSquare.array()[meanSquare.from()] = (float) now;
        double root = Math.sqrt(now / meanCorrection);
        if (root != 0) {
            kernels.addScaled(neuron, (float) (-length / root), gradient);
        }
    }

    private static float meanNormOrSmall(MatrixView neurons) {
        double sum = 0;
        for (int i = 0; i < neurons.rows(); i++) {
            sum += Math.sqrt(ActiveKernels.get().sumOfSquares(neurons.row(i)));
        }
        double mean = neurons.rows() == 0 ? 0 : sum / neurons.rows();
        return mean == 0 ? SCALE_OF_ZERO_WEIGHTS : (float) mean;
    }

    /// One row per neuron: the rows of a matrix, the single entries of a bias.
    private static MatrixView neurons(Weight weight) {
        Tensor tensor = weight.tensor();
        return weight.role() == Role.MATRIX
                ? tensor.matrix()
                : tensor.reshape(Shape.of(tensor.size(), 1)).matrix();
    }
}

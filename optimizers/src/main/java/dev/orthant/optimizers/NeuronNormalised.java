package dev.orthant.optimizers;

import dev.orthant.optimizers.constraint.RowConstraint;
import dev.orthant.tensor.MatrixView;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.kernel.ActiveKernels;
import dev.orthant.tensor.weights.Role;
import dev.orthant.tensor.weights.Weight;
import dev.orthant.tensor.weights.WeightGradients;
import dev.orthant.tensor.weights.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The step of Nero without its projection: every neuron's gradient is divided by a running root mean square of that
/// neuron's gradient norm, so that one number, the learning rate, says how far each neuron moves.
///
///     vᵢ ← β vᵢ + (1 − β) ‖gᵢ‖²
///     wᵢ ← wᵢ − η σ gᵢ / √(vᵢ / (1 − βᵗ)),     no move where vᵢ is 0 or subnormal, NaN where it is infinite
///
/// for the weights wᵢ of neuron i at step t, with σ the mean norm of the tensor's neurons when training began, and 0.01
/// where that is 0 (biases that begin at zero). Of a bias, every entry is a neuron of its own.
///
/// Source: Liu, Bernstein, Meister and Yue 2021, "Learning by turning: neural architecture aware optimisation",
/// algorithm 1. Departure: where the paper's code divides by a root that underflowed, this rule does not move. Below the
/// smallest normal float32 number vᵢ has too few bits to be a mean of anything: a step divided by its root would be up to
/// 30 times too long. NaN in a gradient reaches the neuron, and so does an overflow of vᵢ (‖gᵢ‖ above 10¹⁹ / √(1 − β)):
/// divided by an infinite root the neuron would stand still for ever and nobody would know.
///
/// ```java
/// Tensor w = Tensor.of(Shape.of(2, 2), 1, 0, 0, 1);   // two neurons of norm 1
/// Weights weights = Weights.of(List.of(new Weight("w", Role.MATRIX, w)));
/// Weights gradient = weights.map(each -> Tensor.of(each.shape(), 0, 64, 0.25f, 0));
/// NeuronNormalised rule = new NeuronNormalised(0.5, 0);
/// NeuronNormalised.State state = rule.start(weights);
/// state.scales().get("w").item();                     // → 1.0
/// rule.step(weights, gradient, state, 1);             // both as far, however steep
/// w.toArray();                                        // → [1.0, -0.5, -0.5, 1.0]
/// ```
///
/// @param learningRate η, more than 0: the angle, in radians, by which a neuron of norm σ turns
/// @param beta         β, in [0, 1): how slowly the running mean forgets
/// @since 0.1.0
public record NeuronNormalised(double learningRate, double beta) implements Neuronwise<NeuronNormalised.State> {
    private static final float SCALE_OF_ZERO_WEIGHTS = 0.01f;

    static final RowConstraint FREE = neuron -> {};

    /// Checks the ranges above.
    ///
    /// @throws IllegalArgumentException if a number is out of range
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
        return step(weights, WeightGradients.formed(weights, gradient), state, rateMultiplier);
    }

    @Override
    public boolean takesProducts() {
        return true;
    }

    @Override
    public State step(Weights weights, WeightGradients gradients, State state, double rateMultiplier) {
        return weightwise(weights, state, rateMultiplier, FREE).finish(gradients);
    }

    @Override
    public Optional<WeightwiseStep<State>> weightwise(Weights weights, State state, double rateMultiplier) {
        return Optional.of(weightwise(weights, state, rateMultiplier, FREE));
    }

    @Override
    public WeightwiseStep<State> weightwise(
            Weights weights, State state, double rateMultiplier, RowConstraint constraint) {
        return new NeuronNormalisedStep(this, weights, state, rateMultiplier, constraint);
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
    static MatrixView neurons(Weight weight) {
        Tensor tensor = weight.tensor();
        return weight.role() == Role.MATRIX
                ? tensor.matrix()
                : tensor.reshape(Shape.of(tensor.size(), 1)).matrix();
    }
}

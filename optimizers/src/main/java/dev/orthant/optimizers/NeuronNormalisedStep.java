package dev.orthant.optimizers;

import dev.orthant.optimizers.constraint.RowConstraint;
import dev.orthant.tensor.MatrixView;
import dev.orthant.tensor.Span;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.parallel.Parallel;
import dev.orthant.tensor.weights.Gradient;
import dev.orthant.tensor.weights.Role;
import dev.orthant.tensor.weights.Weight;
import dev.orthant.tensor.weights.WeightGradients;
import dev.orthant.tensor.weights.Weights;
import java.util.HashSet;
import java.util.Set;

/// One step of [NeuronNormalised], in which every neuron is projected while it lies in the cache.
final class NeuronNormalisedStep implements WeightwiseStep<NeuronNormalised.State> {
    /// A piece of parallel work handles about this many weights: enough to be worth handing over.
    private static final int WEIGHTS_PER_PIECE = 1 << 16;

    private final NeuronNormalised rule;
    private final Weights weights;
    private final NeuronNormalised.State state;
    private final double rateMultiplier;
    private final RowConstraint constraint;
    private final double meanCorrection;
    private final Set<String> moved = new HashSet<>();

    NeuronNormalisedStep(
            NeuronNormalised rule,
            Weights weights,
            NeuronNormalised.State state,
            double rateMultiplier,
            RowConstraint constraint) {
        this.rule = rule;
        this.weights = weights;
        this.state = state;
        this.rateMultiplier = rateMultiplier;
        this.constraint = constraint;
        this.meanCorrection = 1 - Math.pow(rule.beta(), (double) state.steps() + 1);
    }

    @Override
    public Tensor moveAndCarry(String name, Gradient.Product gradient) {
        Neurons neurons = neurons(weight(name), gradient);
        return new CarriedGradient(gradient.upstream().matrix(), neurons.rows()).carry(neurons::move);
    }

    @Override
    public NeuronNormalised.State finish(WeightGradients gradients) {
        for (Weight weight : weights.all()) {
            if (!moved.contains(weight.name())) {
                Neurons neurons = neurons(weight, gradients.get(weight.name()));
                int grain = Math.max(
                        1, WEIGHTS_PER_PIECE / Math.max(1, neurons.rows().columns()));
                Parallel.forPieces(neurons.rows().rows(), grain, neurons::move);
            }
        }
        return new NeuronNormalised.State(state.steps() + 1, state.meanSquares(), state.scales());
    }

    private Weight weight(String name) {
        return weights.all().stream()
                .filter(weight -> weight.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("neuron-normalised step: there is no weight " + name
                        + "; was this step begun for another network?"));
    }

    private Neurons neurons(Weight weight, Gradient gradient) {
        if (!moved.add(weight.name())) {
            throw new IllegalArgumentException("neuron-normalised step: " + weight.name()
                    + " has been moved already; each weight moves once in a step");
        }
        MatrixView rows = NeuronNormalised.neurons(weight);
        double scale = state.scales().get(weight.name()).item();
        return new Neurons(
                rows,
                NeuronGradients.of(gradient, rows.rows()),
                state.meanSquares().get(weight.name()).span(),
                rule.learningRate() * rateMultiplier * scale,
                weight.role() == Role.MATRIX ? constraint : NeuronNormalised.FREE);
    }

    /// The neurons of one weight.
    private final class Neurons {
        private final MatrixView rows;
        private final NeuronGradients gradient;
        private final Span meanSquares;
        private final double length;
        private final RowConstraint projection;

        Neurons(MatrixView rows, NeuronGradients gradient, Span meanSquares, double length, RowConstraint projection) {
            this.rows = rows;
            this.gradient = gradient;
            this.meanSquares = meanSquares;
            this.length = length;
            this.projection = projection;
        }

        MatrixView rows() {
            return rows;
        }

        void move(int from, int to) {
            float[] scratch = gradient.scratch();
            float[] factors = new float[NeuronGradients.AT_ONCE];
            for (int first = from; first < to; first += NeuronGradients.AT_ONCE) {
                int last = Math.min(to, first + NeuronGradients.AT_ONCE);
                for (int i = first; i < last; i++) {
                    factors[i - first] = factor(i);
                }
                gradient.addTo(rows.rowRange(first, last), first, factors, scratch);
                for (int i = first; i < last; i++) {
                    projection.projectNeuron(rows.row(i));
                }
            }
        }

        /// What neuron i's gradient is multiplied by. The root is that of the number stored: the step must not know more
        /// than the state does.
        private float factor(int i) {
            double squares = gradient.sumOfSquares(i);
            int at = meanSquares.from() + i;
            float now = (float) (rule.beta() * meanSquares.array()[at] + (1 - rule.beta()) * squares);
            meanSquares.array()[at] = now;
            if (now < Float.MIN_NORMAL) {
                return 0;
            }
            return now == Float.POSITIVE_INFINITY ? Float.NaN : (float) (-length / Math.sqrt(now / meanCorrection));
        }
    }
}

package dev.orthant.experiments.classification;

import dev.orthant.autograd.Tape;
import dev.orthant.autograd.Value;
import dev.orthant.autograd.loss.Loss;
import dev.orthant.layers.NamedValues;
import dev.orthant.layers.Network;
import dev.orthant.optimizers.Optimizer;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.weights.Weights;

/// Steps of a rule on a network, one at a time, with loss, scores and gradient in view: for experiments that measure what
/// happens inside a step. Changes the network's weights in place.
///
/// @param <S> what the rule remembers
public final class Descent<S> {
    private final Network network;
    private final Optimizer<S> rule;
    private final Loss loss;
    private S state;

    private Descent(Network network, Optimizer<S> rule, Loss loss, S state) {
        this.network = network;
        this.rule = rule;
        this.loss = loss;
        this.state = state;
    }

    /// Prepares the rule, which may already move the weights.
    public static <S> Descent<S> begin(Network network, Optimizer<S> rule, Loss loss) {
        return new Descent<>(network, rule, loss, rule.start(network.weights()));
    }

    /// What a batch says of a network.
    ///
    /// @param loss     may be NaN or infinite
    /// @param scores   `[batch, outputs]`
    /// @param gradient of the loss, in the form of the weights
    public record Look(double loss, Tensor scores, Weights gradient) {
        /// Whether training can go on from here.
        public boolean isFinite() {
            return Double.isFinite(loss);
        }
    }

    /// Loss, scores and gradient on a batch; nothing moves.
    public static Look look(Network network, Loss loss, Tensor inputs, Tensor targets) {
        Tape tape = new Tape();
        NamedValues weights = NamedValues.variables(tape, network.weights());
        Value scores = network.layer().forward(tape, weights, tape.constant(inputs));
        Value value = loss.of(tape, scores, tape.constant(targets));
        return new Look(
                value.tensor().item(), scores.tensor(), weights.gradients(network.weights(), tape.backward(value)));
    }

    /// One step. Where the loss is not finite nothing moves: the caller sees it in what is returned.
    ///
    /// @param rateMultiplier the schedule's factor of the learning rate
    /// @return what the batch said before the step
    public Look step(Tensor inputs, Tensor targets, double rateMultiplier) {
        Look look = look(network, loss, inputs, targets);
        if (look.isFinite()) {
            state = rule.step(network.weights(), look.gradient(), state, rateMultiplier);
        }
        return look;
    }

    /// What the rule remembers now.
    public S state() {
        return state;
    }

    /// The network, live.
    public Network network() {
        return network;
    }
}

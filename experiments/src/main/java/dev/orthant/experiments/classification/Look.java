package dev.orthant.experiments.classification;

import dev.orthant.autograd.Tape;
import dev.orthant.autograd.Value;
import dev.orthant.autograd.loss.Loss;
import dev.orthant.layers.NamedValues;
import dev.orthant.layers.Network;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.weights.Weights;

/// What examples say of a network that is not in training: for experiments that measure gradients.
///
/// @param loss     may be NaN or infinite
/// @param scores   `[examples, outputs]`
/// @param gradient of the loss, in the form of the weights
public record Look(double loss, Tensor scores, Weights gradient) {
    /// Loss and gradient on some examples; nothing moves.
    public static Look at(Network network, Loss loss, Tensor inputs, Tensor targets) {
        Tape tape = new Tape();
        NamedValues weights = NamedValues.variables(tape, network.weights());
        Value scores = network.layer().forward(tape, weights, tape.constant(inputs));
        Value value = loss.of(tape, scores, tape.constant(targets));
        return new Look(
                value.tensor().item(), scores.tensor(), weights.gradients(network.weights(), tape.backward(value)));
    }
}

package dev.orthant.experiments.pruning;

import dev.orthant.autograd.Eager;
import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Tape;
import dev.orthant.autograd.Value;
import dev.orthant.autograd.loss.CrossEntropy;
import dev.orthant.autograd.op.Softmax;
import dev.orthant.layers.Mode;
import dev.orthant.layers.NamedValues;
import dev.orthant.layers.Network;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.kernel.ActiveKernels;
import dev.orthant.tensor.random.Streams;

/// A trained classifier as an attacker meets it: dense, or answering with a random network in every pass.
///
/// Both see the statistics of prediction: pruning is no training.
///
/// @param network  trained
/// @param sampling whether its passes sample
record Victim(Network network, boolean sampling) {
    /// Softmax of the scores, mean over passes; a dense network needs one.
    ///
    /// @param inputs `[batch, …]`
    /// @return `[batch, classes]`
    Tensor probabilities(Tensor inputs, int passes, Streams streams) {
        Eager eager = new Eager();
        int needed = sampling ? passes : 1;
        Tensor mean = Tensor.zeros(Shape.of(inputs.shape().axis(0), classes()));
        for (int pass = 0; pass < needed; pass++) {
            Value scores = forward(eager, pass, streams, eager.constant(inputs));
            Tensor probabilities = eager.apply(new Softmax(), scores).tensor();
            ActiveKernels.get().addScaled(mean.span(), 1f / needed, probabilities.span());
        }
        return mean;
    }

    /// The gradient of the cross entropy at the true classes with respect to the pixels, mean over passes; a dense network
    /// needs one.
    ///
    /// @param inputs `[batch, …]`
    /// @param labels one per row
    /// @return in the shape of the inputs
    Tensor inputGradient(Tensor inputs, int[] labels, int passes, Streams streams) {
        int needed = sampling ? passes : 1;
        Tensor targets = Tensor.zeros(Shape.of(labels.length, 1));
        for (int i = 0; i < labels.length; i++) {
            targets.span().array()[i] = labels[i];
        }
        Tensor mean = Tensor.zeros(inputs.shape());
        for (int pass = 0; pass < needed; pass++) {
            Tape tape = new Tape();
            Value pixels = tape.variable(inputs);
            Value loss = new CrossEntropy().of(tape, forward(tape, pass, streams, pixels), tape.constant(targets));
            ActiveKernels.get()
                    .addScaled(
                            mean.span(),
                            1f / needed,
                            tape.backward(loss).of(pixels).span());
        }
        return mean;
    }

    private Value forward(Evaluator evaluator, int pass, Streams streams, Value inputs) {
        Mode mode = sampling ? new Mode.Sampling(streams.indexed(pass)) : new Mode.Predicting();
        NamedValues weights =
                NamedValues.constants(evaluator, network.weights()).in(mode);
        return network.layer().forward(evaluator, weights, inputs);
    }

    private int classes() {
        return network.layer().output(network.input()).axis(0);
    }
}

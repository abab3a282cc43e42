package com.example.spirals;

import dev.orthant.autograd.Tape;
import dev.orthant.autograd.Value;
import dev.orthant.autograd.loss.CrossEntropy;
import dev.orthant.datasets.Batches;
import dev.orthant.datasets.Examples;
import dev.orthant.layers.NamedValues;
import dev.orthant.layers.Network;
import dev.orthant.optimizers.Adam;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.random.Streams;

/// How the network learns.
///
/// @param epochs       passes over the examples
/// @param batch        examples per step
/// @param learningRate of Adam
record Training(int epochs, int batch, double learningRate) {
    /// Changes the weights of the network in place.
    void run(Network network, Examples examples, Streams streams) {
        Adam adam = new Adam(learningRate);
        Adam.State state = adam.start(network.weights());
        Batches batches = new Batches(examples.size(), batch, streams);
        for (int epoch = 0; epoch < epochs; epoch++) {
            for (int[] indices : batches.epoch(epoch)) {
                Examples chosen = examples.take(indices);
                Tape tape = new Tape();
                NamedValues weights = NamedValues.variables(tape, network.weights());
                Value scores = network.layer().forward(tape, weights, tape.constant(chosen.inputs()));
                Value loss = new CrossEntropy().of(tape, scores, tape.constant(labels(chosen)));
                state = adam.step(
                        network.weights(), weights.gradients(network.weights(), tape.backward(loss)), state, 1);
            }
        }
    }

    private static Tensor labels(Examples examples) {
        float[] labels = new float[examples.size()];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = examples.label(i);
        }
        return Tensor.of(Shape.of(labels.length, 1), labels);
    }
}

///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 25+
//DEPS dev.orthant:orthant:0.1.0-SNAPSHOT
//RUNTIME_OPTIONS --add-modules=jdk.incubator.vector

import dev.orthant.autograd.*;
import dev.orthant.autograd.loss.MeanSquaredError;
import dev.orthant.layers.*;
import dev.orthant.layers.activation.Tanh;
import dev.orthant.optimizers.Adam;
import dev.orthant.tensor.*;
import dev.orthant.tensor.random.Streams;

/// Exclusive or, the smallest function that no single neuron computes.
void main() {
    Tensor inputs = Tensor.of(Shape.of(4, 2), 0, 0, 0, 1, 1, 0, 1, 1);
    Tensor targets = Tensor.of(Shape.of(4, 1), 0, 1, 1, 0);
    Network network = Network.create(
            Sequential.of(new Linear(8, 1, 1), new Tanh(), new Linear(1, 1, 1)),
            Shape.of(2),
            new Initialiser.UniformFanIn(),
            Streams.ofSeed(3));
    Adam adam = new Adam(0.05);
    var state = adam.start(network.weights());
    for (int step = 0; step < 300; step++) {
        Tape tape = new Tape();
        NamedValues weights = NamedValues.variables(tape, network.weights());
        Value scores = network.layer().forward(tape, weights, tape.constant(inputs));
        Value loss = new MeanSquaredError().of(tape, scores, tape.constant(targets));
        state = adam.step(network.weights(), weights.gradients(network.weights(), tape.backward(loss)), state, 1);
    }
    Tensor scores = network.predict(inputs);
    for (int row = 0; row < 4; row++) {
        IO.println(Math.round(inputs.at(row, 0)) + " xor " + Math.round(inputs.at(row, 1)) + " = "
                + Math.round(scores.at(row, 0)));
    }
}

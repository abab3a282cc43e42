package dev.orthant.experiments.implicitbias;

import dev.orthant.autograd.loss.ResidualNorm;
import dev.orthant.experiments.training.Trainer;
import dev.orthant.layers.Initialiser;
import dev.orthant.layers.Network;
import dev.orthant.optimizers.Optimizer;
import dev.orthant.optimizers.margin.MarginControl;
import dev.orthant.optimizers.schedule.Schedule;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.random.Streams;

/// As [MarginTraining] trains, by any rule, with any part of the constraint.
///
/// @param rule   takes the steps
/// @param epochs passes over the training examples, all in one batch
/// @param decay  factor of the learning rate after each epoch
record HeldTraining(Optimizer<?> rule, int epochs, double decay) {
    /// A network of random weights where training starts.
    static Network start(int depth, int width, Held held, Problem problem, Streams streams) {
        Network network = Network.create(
                Centring.NONE.perceptron(depth, width),
                Shape.of(problem.trainInputs().shape().axis(1)),
                new Initialiser.UniformFanIn(),
                streams.named("initial"));
        held.start(network.weights());
        return network;
    }

    /// Trains in place.
    void train(Network network, Held held, Problem problem, double labelScale, Streams streams) {
        train(rule, network, new MarginControl(held.constraint(), labelScale), problem, streams);
    }

    private <S> void train(
            Optimizer<S> optimizer, Network network, MarginControl control, Problem problem, Streams streams) {
        new Trainer<>(
                        control.around(optimizer),
                        new Schedule.Exponential(decay),
                        new ResidualNorm(),
                        problem.trainSigns().length,
                        epochs)
                .train(
                        network,
                        problem.trainInputs(),
                        control.targets(problem.trainSigns()),
                        streams.named("training"));
    }
}

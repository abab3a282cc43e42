package dev.orthant.experiments.implicitbias;

import dev.orthant.autograd.loss.ResidualNorm;
import dev.orthant.experiments.training.Trainer;
import dev.orthant.layers.Initialiser;
import dev.orthant.layers.Layer;
import dev.orthant.layers.Network;
import dev.orthant.optimizers.NeuronNormalised;
import dev.orthant.optimizers.constraint.BalancedNeurons;
import dev.orthant.optimizers.margin.MarginControl;
import dev.orthant.optimizers.schedule.Schedule;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.random.Streams;

/// How the paper trains a network at a label scale α: Nero (neuron-normalised steps under margin control by balanced
/// neurons) on the residual norm ‖f(X) − αy‖, in batches of 50, so that α sets the normalised margin.
///
/// @param epochs       passes over the training examples
/// @param learningRate Nero's
/// @param beta         Nero's
/// @param decay        factor of the learning rate after each epoch
record MarginTraining(int epochs, double learningRate, double beta, double decay) {
    private static final int BATCH_SIZE = 50;

    /// The published settings.
    static final MarginTraining PUBLISHED = new MarginTraining(100, 0.01, 0.999, 0.9);

    /// A network of random weights, trained.
    ///
    /// @param inputs `[examples, d]`
    /// @param signs  labels, each −1 or 1
    Network train(Layer architecture, Tensor inputs, int[] signs, double labelScale, Streams streams) {
        Network network = Network.create(
                architecture,
                Shape.of(inputs.shape().axis(1)),
                new Initialiser.UniformFanIn(),
                streams.named("initial"));
        MarginControl control = control(labelScale);
        Trainer<NeuronNormalised.State> trainer = new Trainer<>(
                control.around(new NeuronNormalised(learningRate, beta)),
                new Schedule.Exponential(decay),
                new ResidualNorm(),
                BATCH_SIZE,
                epochs);
        trainer.train(network, inputs, control.targets(signs), streams.named("training"));
        return network;
    }

    /// Balanced neurons, and targets ±α.
    static MarginControl control(double labelScale) {
        return new MarginControl(new BalancedNeurons(), labelScale);
    }
}

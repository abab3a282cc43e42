package dev.orthant.experiments.bayespoint;

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

/// How the margin papers fit a few hundred images: Nero on the residual norm ‖f(X) − αy‖ of all training images at once,
/// the learning rate smaller by a factor after every step. Rows of the weights stay balanced, so α sets the margin.
///
/// @param steps        on all training images, at least 1
/// @param learningRate Nero's
/// @param beta         Nero's, in [0, 1)
/// @param decay        factor of the learning rate after each step, in (0, 1]
record FullBatchNero(int steps, double learningRate, double beta, double decay) {
    /// A network of random weights, trained.
    ///
    /// @param inputs     `[n, d]`
    /// @param signs      labels, each −1 or 1
    /// @param labelScale α
    Network train(Layer architecture, Tensor inputs, int[] signs, double labelScale, Streams streams) {
        Network network = Network.create(
                architecture,
                Shape.of(inputs.shape().axis(1)),
                new Initialiser.UniformFanIn(),
                streams.named("initial"));
        MarginControl control = new MarginControl(new BalancedNeurons(), labelScale);
        Trainer<NeuronNormalised.State> trainer = new Trainer<>(
                control.around(new NeuronNormalised(learningRate, beta)),
                new Schedule.Exponential(decay),
                new ResidualNorm(),
                signs.length,
                steps);
        trainer.train(network, inputs, control.targets(signs), streams.named("training"));
        return network;
    }
}

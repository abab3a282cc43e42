package dev.orthant.experiments.margins;

import dev.orthant.autograd.loss.MeanSquaredError;
import dev.orthant.datasets.Examples;
import dev.orthant.experiments.classification.Task;
import dev.orthant.experiments.training.NonFiniteTraining;
import dev.orthant.experiments.training.Trainer;
import dev.orthant.layers.Network;
import dev.orthant.optimizers.Optimizer;
import dev.orthant.optimizers.schedule.Schedule;
import dev.orthant.tensor.random.Streams;

/// The paper's training: mean squared error to targets α · one-hot, all examples in every step, the learning rate shrinking
/// by a factor after each. With weights of fixed norm, inputs on a sphere and a small residual, α sets the normalised margin.
///
/// @param rule  with its learning rate
/// @param decay factor of the rate after each step
/// @param steps at least 1
/// @param <S>   what the rule remembers
record FullBatch<S>(Optimizer<S> rule, double decay, int steps) {
    /// Trains in place. A training that diverges ends there, and leaves a network that gets little or nothing right.
    void train(Network network, Examples examples, double labelScale, Streams streams) {
        Trainer<S> trainer = new Trainer<>(
                rule, new Schedule.Exponential(decay), new MeanSquaredError(), Math.max(1, examples.size()), steps);
        try {
            trainer.train(network, examples.inputs(), Task.oneHot(examples, labelScale), streams);
        } catch (NonFiniteTraining diverged) {
            // A result of the experiment: its training accuracy shows it.
        }
    }
}

package dev.orthant.experiments.training;

import dev.orthant.autograd.Gradients;
import dev.orthant.autograd.Tape;
import dev.orthant.autograd.Value;
import dev.orthant.autograd.loss.Loss;
import dev.orthant.datasets.Batches;
import dev.orthant.layers.NamedValues;
import dev.orthant.layers.Network;
import dev.orthant.optimizers.Optimizer;
import dev.orthant.optimizers.schedule.Schedule;
import dev.orthant.tensor.ShapeException;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.random.Streams;
import dev.orthant.tensor.weights.Weights;

/// Trains a network on inputs and targets, batch by batch, a fresh random order every epoch.
///
/// @param optimizer the rule
/// @param schedule  factor of its learning rate, by epoch
/// @param loss      what is made small
/// @param batchSize examples in a batch, at least 1; the last batch of an epoch may be smaller
/// @param epochs    passes over the examples, at least 0
/// @param <S>       what the rule remembers
public record Trainer<S>(Optimizer<S> optimizer, Schedule schedule, Loss loss, int batchSize, int epochs) {
    public Trainer {
        if (batchSize < 1 || epochs < 0) {
            throw new IllegalArgumentException("trainer: batch size is " + batchSize + " and epochs " + epochs
                    + "; they must be at least 1 and at least 0");
        }
    }

    /// Trains in place.
    ///
    /// @param inputs  `[examples, …]`
    /// @param targets `[examples, outputs]`
    /// @param streams for the order of the examples
    /// @return the loss of the last batch before the last step; NaN if there was no step
    /// @throws ShapeException    if the numbers of examples differ
    /// @throws NonFiniteTraining if the loss or a weight becomes NaN or infinite; says where
    public float train(Network network, Tensor inputs, Tensor targets, Streams streams) {
        int examples = inputs.shape().axis(0);
        if (targets.shape().axis(0) != examples) {
            throw new ShapeException("trainer: " + inputs.shape() + " inputs and " + targets.shape()
                    + " targets came; one target per example is required");
        }
        Batches batches = new Batches(examples, batchSize, streams.named("batches"));
        S state = optimizer.start(network.weights());
        float lastLoss = Float.NaN;
        long step = 0;
        for (int epoch = 0; epoch < epochs; epoch++) {
            double rateMultiplier = schedule.multiplier(epoch);
            for (int[] batch : batches.epoch(epoch)) {
                Tensor batchInputs = Rows.take(inputs, batch);
                Tape tape = new Tape();
                NamedValues weights = NamedValues.variables(tape, network.weights());
                Value scores = network.layer().forward(tape, weights, tape.constant(batchInputs));
                Value lossValue = loss.of(tape, scores, tape.constant(Rows.take(targets, batch)));
                lastLoss = lossValue.tensor().item();
                if (!Float.isFinite(lastLoss)) {
                    throw NonFiniteTraining.at(step, network, batchInputs);
                }
                Gradients gradients = tape.backward(lossValue);
                Weights gradient = weights.gradients(network.weights(), gradients);
                state = optimizer.step(network.weights(), gradient, state, rateMultiplier);
                step++;
            }
        }
        if (network.weights().all().stream().anyMatch(weight -> !weight.tensor().isFinite())) {
            throw NonFiniteTraining.at(step, network, inputs);
        }
        return lastLoss;
    }
}

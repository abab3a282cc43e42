package dev.orthant.experiments.training;

import dev.orthant.autograd.loss.Loss;
import dev.orthant.layers.Network;
import dev.orthant.optimizers.Optimizer;
import dev.orthant.optimizers.schedule.Schedule;
import dev.orthant.tensor.ShapeException;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.random.Streams;
import java.util.List;

/// Trains a network on inputs and targets, batch by batch, a fresh random order every epoch.
///
/// Where more is needed than the trained network, [TrainingSession] goes step by step, is saved and resumed, and tells
/// listeners. Gradients are clipped by wrapping the rule ([dev.orthant.optimizers.Clipped]).
///
/// @param optimizer the rule
/// @param schedule  factor of its learning rate
/// @param clock     what the schedule counts
/// @param loss      what is made small
/// @param batchSize examples in a batch, at least 1; the last batch of an epoch may be smaller
/// @param epochs    passes over the examples, at least 0
/// @param <S>       what the rule remembers
public record Trainer<S>(Optimizer<S> optimizer, Schedule schedule, Clock clock, Loss loss, int batchSize, int epochs) {
    /// What a schedule counts.
    public enum Clock {
        EPOCHS,
        STEPS
    }

    public Trainer {
        if (batchSize < 1 || epochs < 0) {
            throw new IllegalArgumentException("trainer: batch size is " + batchSize + " and epochs " + epochs
                    + "; they must be at least 1 and at least 0");
        }
    }

    /// With a schedule of epochs.
    public Trainer(Optimizer<S> optimizer, Schedule schedule, Loss loss, int batchSize, int epochs) {
        this(optimizer, schedule, Clock.EPOCHS, loss, batchSize, epochs);
    }

    /// Trains in place.
    ///
    /// @param inputs  `[examples, …]`
    /// @param targets `[examples, …]`, as the loss wants them
    /// @param streams for the order of the examples and for what is random in the network
    /// @return the loss of the last batch before the last step; NaN if there was no step
    /// @throws ShapeException    if the numbers of examples differ
    /// @throws NonFiniteTraining if the loss or a weight becomes NaN or infinite; says where
    public float train(Network network, Tensor inputs, Tensor targets, Streams streams) {
        return new TrainingSession<>(this, network, inputs, targets, streams)
                .run(List.of())
                .lastLoss();
    }

    double rateMultiplier(int epoch, long step) {
        return schedule.multiplier(
                switch (clock) {
                    case EPOCHS -> epoch;
                    case STEPS -> Math.toIntExact(step);
                });
    }
}

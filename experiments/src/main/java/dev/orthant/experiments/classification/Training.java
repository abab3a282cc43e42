package dev.orthant.experiments.classification;

import dev.orthant.autograd.loss.Loss;
import dev.orthant.datasets.Batches;
import dev.orthant.datasets.Examples;
import dev.orthant.layers.Network;
import dev.orthant.optimizers.Optimizer;
import dev.orthant.optimizers.schedule.Schedule;
import dev.orthant.tensor.MatrixView;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.random.Streams;
import java.util.ArrayList;
import java.util.List;

/// A whole training whose failure is a result: where the loss becomes NaN or infinite training ends, and the network is one
/// that gets nothing right. ([dev.orthant.experiments.training.Trainer] throws there, as an application wants it.)
///
/// @param rule      the rule
/// @param schedule  factor of its learning rate, by epoch
/// @param loss      what is made small
/// @param batchSize examples in a batch, at least 1; the last of an epoch may be smaller
/// @param epochs    passes over the examples, at least 1
/// @param <S>       what the rule remembers
public record Training<S>(Optimizer<S> rule, Schedule schedule, Loss loss, int batchSize, int epochs) {
    public Training {
        if (batchSize < 1 || epochs < 1) {
            throw new IllegalArgumentException(
                    "training: batch size is " + batchSize + " and epochs " + epochs + "; both must be at least 1");
        }
    }

    /// What became of a training, epoch by epoch.
    ///
    /// @param accuracies share of the examples that the network got right as it met them, before the step on them; 0
    ///                   once it had diverged
    /// @param losses     mean over the batches; infinite once it had diverged
    /// @param diverged   whether a loss was NaN or infinite
    public record Course(List<Double> accuracies, List<Double> losses, boolean diverged) {
        public Course {
            accuracies = List.copyOf(accuracies);
            losses = List.copyOf(losses);
        }

        public double lastAccuracy() {
            return accuracies.getLast();
        }

        public double lastLoss() {
            return losses.getLast();
        }
    }

    /// Is shown the training after every step.
    ///
    /// @param <S> what the rule remembers
    @FunctionalInterface
    public interface Observer<S> {
        /// @param descent after the step
        /// @param look    what the batch said before it
        /// @param labels  of the batch
        /// @param epoch   from 0
        void see(Descent<S> descent, Descent.Look look, int[] labels, int epoch);
    }

    /// Trains a classifier in place, towards one-hot targets of height 1.
    public Course train(Network network, Examples examples, Streams streams) {
        return train(network, examples, Task.oneHot(examples, 1), streams, (descent, look, labels, epoch) -> {});
    }

    /// Trains in place.
    ///
    /// @param targets `[examples, outputs]`
    /// @param streams for the order of the examples
    public Course train(Network network, Examples examples, Tensor targets, Streams streams, Observer<S> observer) {
        Descent<S> descent = Descent.begin(network, rule, loss);
        Batches batches = new Batches(examples.size(), batchSize, streams.named("batches"));
        List<Double> accuracies = new ArrayList<>();
        List<Double> losses = new ArrayList<>();
        boolean diverged = false;
        for (int epoch = 0; epoch < epochs; epoch++) {
            double multiplier = schedule.multiplier(epoch);
            long correct = 0;
            double lossSum = 0;
            for (int[] batch : batches.epoch(epoch)) {
                if (!diverged) {
                    int[] labels = examples.labelsOf(batch);
                    Descent.Look look = descent.step(rows(examples.inputs(), batch), rows(targets, batch), multiplier);
                    diverged = !look.isFinite();
                    correct += look.scores().shape().axis(1) == examples.classes()
                            ? Task.correct(look.scores(), labels)
                            : 0;
                    lossSum += look.loss();
                    observer.see(descent, look, labels, epoch);
                }
            }
            accuracies.add(diverged ? 0 : (double) correct / examples.size());
            losses.add(diverged ? Double.POSITIVE_INFINITY : lossSum / batches.perEpoch());
        }
        return new Course(accuracies, losses, diverged);
    }

    /// Some rows of a tensor, copied.
    static Tensor rows(Tensor tensor, int[] indices) {
        int[] axes = tensor.shape().toArray();
        axes[0] = indices.length;
        Tensor taken = Tensor.zeros(Shape.of(axes));
        MatrixView from = tensor.matrix();
        MatrixView to = taken.matrix();
        for (int i = 0; i < indices.length; i++) {
            System.arraycopy(
                    from.array(),
                    from.row(indices[i]).from(),
                    to.array(),
                    to.row(i).from(),
                    from.columns());
        }
        return taken;
    }
}

package dev.orthant.experiments.classification;

import dev.orthant.datasets.Examples;
import dev.orthant.experiments.training.NonFiniteTraining;
import dev.orthant.experiments.training.StepView;
import dev.orthant.experiments.training.Trainer;
import dev.orthant.experiments.training.TrainingListener;
import dev.orthant.experiments.training.TrainingSession;
import dev.orthant.layers.Network;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.random.Streams;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// What became of a training whose failure is a result, epoch by epoch: where a loss, a gradient or a weight becomes NaN or
/// infinite training ends, and the network is one that gets nothing right. ([Trainer] throws there, as an application wants
/// it.)
///
/// @param accuracies share of the examples that the network got right as it met them, before the step on them; 0 from the
///                   epoch on in which it diverged
/// @param losses     mean over the batches; infinite from the epoch on in which it diverged
/// @param diverged   whether something was NaN or infinite
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

    /// Trains a classifier in place, towards one-hot targets of height 1.
    ///
    /// @param trainer of 1 epoch at least
    /// @param streams for the order of the examples and for what is random in the network
    public static Course of(Trainer<?> trainer, Network network, Examples examples, Streams streams) {
        return of(trainer, network, examples, Task.oneHot(examples, 1), streams);
    }

    /// Trains in place.
    ///
    /// @param trainer   of 1 epoch at least
    /// @param targets   `[examples, outputs]`; accuracies are 0 where the outputs are not the classes
    /// @param streams   for the order of the examples and for what is random in the network
    /// @param listeners are told
    public static Course of(
            Trainer<?> trainer,
            Network network,
            Examples examples,
            Tensor targets,
            Streams streams,
            TrainingListener... listeners) {
        if (trainer.epochs() < 1) {
            throw new IllegalArgumentException("course: " + trainer.epochs() + " epochs; at least 1 is required");
        }
        AsMet asMet = new AsMet(examples);
        List<TrainingListener> told = new ArrayList<>(List.of(asMet));
        told.addAll(Arrays.asList(listeners));
        boolean diverged = false;
        try {
            new TrainingSession<>(trainer, network, examples.inputs(), targets, streams).run(told);
        } catch (NonFiniteTraining failed) {
            diverged = true;
        }
        List<Double> accuracies = new ArrayList<>(asMet.accuracies);
        List<Double> losses = new ArrayList<>(asMet.losses);
        if (diverged) {
            // The weights may have become NaN in the last step of an epoch that was told already.
            int healthy = Math.min(accuracies.size(), trainer.epochs() - 1);
            for (int epoch = healthy; epoch < trainer.epochs(); epoch++) {
                set(accuracies, epoch, 0);
                set(losses, epoch, Double.POSITIVE_INFINITY);
            }
        }
        return new Course(accuracies, losses, diverged);
    }

    private static void set(List<Double> numbers, int index, double number) {
        if (index < numbers.size()) {
            numbers.set(index, number);
        } else {
            numbers.add(number);
        }
    }

    /// Counts what the network gets right while it learns.
    private static final class AsMet implements TrainingListener {
        private final Examples examples;
        private final List<Double> accuracies = new ArrayList<>();
        private final List<Double> losses = new ArrayList<>();
        private long correct;

        AsMet(Examples examples) {
            this.examples = examples;
        }

        @Override
        public boolean looksBeforeUpdates() {
            return true;
        }

        @Override
        public void beforeUpdate(TrainingSession<?> session, StepView step) {
            if (step.scores().shape().axis(1) == examples.classes()) {
                correct += Task.correct(step.scores(), examples.labelsOf(step.examples()));
            }
        }

        @Override
        public boolean afterEpoch(TrainingSession<?> session, int epoch, double meanLoss) {
            accuracies.add((double) correct / examples.size());
            losses.add(meanLoss);
            correct = 0;
            return true;
        }
    }
}

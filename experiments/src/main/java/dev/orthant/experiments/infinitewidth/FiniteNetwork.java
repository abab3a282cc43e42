package dev.orthant.experiments.infinitewidth;

import dev.orthant.autograd.loss.CrossEntropy;
import dev.orthant.datasets.Examples;
import dev.orthant.experiments.training.Metric;
import dev.orthant.experiments.training.Trainer;
import dev.orthant.layers.Initialiser;
import dev.orthant.layers.Layer;
import dev.orthant.layers.Network;
import dev.orthant.optimizers.Adam;
import dev.orthant.optimizers.schedule.Schedule;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.random.Streams;
import java.util.List;

/// A network of finite width, trained as a classifier on the images that a process regresses on.
///
/// Initial weights are drawn with the process's variances; cross entropy, since the scores of such a network begin larger than a
/// regression's targets and what it begins with stays in its answers; Adam with one cycle of its learning rate, that of the
/// library's other small image networks.
final class FiniteNetwork {
    private static final double LEARNING_RATE = 0.003;
    private static final int BATCH = 50;
    private static final int PREDICTED_AT_ONCE = 250;

    private FiniteNetwork() {}

    /// {@return share of the test images whose highest score is that of their label}
    ///
    /// @param layer with one output for each class
    /// @param steps of training, at least 2; whole epochs that have at least so many are done
    static double testAccuracy(Layer layer, Examples train, Examples test, int steps, Streams streams) {
        Network network =
                Network.create(layer, train.exampleShape(), new Initialiser.Prior(), streams.named("initial weights"));
        int batches = Math.ceilDiv(train.size(), BATCH);
        int epochs = Math.ceilDiv(steps, batches);
        Trainer<Adam.State> trainer = new Trainer<>(
                new Adam(LEARNING_RATE),
                new Schedule.OneCycle(epochs * batches, 0.3, 25, 1e4),
                Trainer.Clock.STEPS,
                new CrossEntropy(),
                BATCH,
                epochs);
        trainer.train(network, train.inputs(), labels(train), streams.named("training"));
        return Metric.measure(network, test.inputs(), labels(test), PREDICTED_AT_ONCE, List.of(new Metric.Accuracy()))
                .getFirst();
    }

    /// As the loss and the metric want them.
    private static Tensor labels(Examples examples) {
        Tensor labels = Tensor.zeros(Shape.of(examples.size(), 1));
        for (int i = 0; i < examples.size(); i++) {
            labels.span().array()[i] = examples.label(i);
        }
        return labels;
    }
}

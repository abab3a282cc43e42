package dev.orthant.experiments.signsgd;

import dev.orthant.autograd.Tape;
import dev.orthant.autograd.Value;
import dev.orthant.autograd.loss.SoftCrossEntropy;
import dev.orthant.datasets.Examples;
import dev.orthant.datasets.Split;
import dev.orthant.datasets.prepare.PixelScale;
import dev.orthant.experiments.BadInput;
import dev.orthant.experiments.Run;
import dev.orthant.experiments.classification.Task;
import dev.orthant.layers.Initialiser;
import dev.orthant.layers.NamedValues;
import dev.orthant.layers.Network;
import dev.orthant.layers.Sequential;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.random.Streams;
import dev.orthant.tensor.weights.Weights;

/// The network of these experiments, d–width–classes without biases, and its gradient.
///
/// @param network a fresh one; its weights are changed by whoever trains it
/// @param train   scaled, flat
/// @param test    scaled, flat
record Classifier(Network network, Examples train, Examples test) {
    /// @param trainCount examples to learn from; all if there are not so many
    /// @param testCount  examples to be judged by; all if there are not so many
    static Classifier of(Run run, int width, int trainCount, int testCount) {
        return of(
                run.dataName(),
                run.data(),
                run.streams(),
                width,
                Task.count(run, "trainCount", trainCount, run.data().train()),
                Task.count(run, "testCount", testCount, run.data().test()));
    }

    static Classifier of(String dataName, Split data, Streams streams, int width, int trainCount, int testCount) {
        Examples train = prepared(dataName, data.train(), trainCount, streams.named("train"));
        Examples test = prepared(dataName, data.test(), testCount, streams.named("test"));
        Shape input = train.exampleShape();
        Network network = Network.create(
                Sequential.multilayerPerceptron(2, width, train.classes()),
                input,
                new Initialiser.UniformFanIn(),
                streams.named("initial"));
        return new Classifier(network, train, test);
    }

    private static Examples prepared(String dataName, Examples examples, int count, Streams streams) {
        Examples some = examples.sample(Math.min(count, examples.size()), streams);
        try {
            Examples scaled = PixelScale.of(dataName).apply(some);
            return scaled.reshaped(Shape.of(scaled.exampleShape().size()));
        } catch (IllegalArgumentException unknown) {
            throw new BadInput(String.valueOf(unknown.getMessage()));
        }
    }

    /// A gradient of the mean loss over a batch.
    Weights gradient(Weights weights, Examples batch) {
        Tape tape = new Tape();
        NamedValues variables = NamedValues.variables(tape, weights);
        Value scores = network.layer().forward(tape, variables, tape.constant(batch.inputs()));
        Value loss = new SoftCrossEntropy().of(tape, scores, tape.constant(targets(batch)));
        return variables.gradients(weights, tape.backward(loss));
    }

    /// Share of the test examples whose largest score is that of their label; a score that is NaN is no score.
    double accuracy() {
        float[] scores = network.predict(test.inputs()).toArray();
        int classes = test.classes();
        int right = 0;
        for (int i = 0; i < test.size(); i++) {
            float own = scores[i * classes + test.label(i)];
            boolean best = !Float.isNaN(own);
            for (int other = 0; other < classes; other++) {
                best &= other == test.label(i) || scores[i * classes + other] < own;
            }
            right += best ? 1 : 0;
        }
        return (double) right / test.size();
    }

    private static Tensor targets(Examples batch) {
        Tensor targets = Tensor.zeros(Shape.of(batch.size(), batch.classes()));
        for (int i = 0; i < batch.size(); i++) {
            targets.span().array()[i * batch.classes() + batch.label(i)] = 1;
        }
        return targets;
    }
}

package dev.orthant.experiments.classification;

import dev.orthant.datasets.Examples;
import dev.orthant.datasets.prepare.PixelScale;
import dev.orthant.experiments.Run;
import dev.orthant.layers.Network;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;

/// Images to be told apart: pixels standardised by the constants of the data set, classes one-hot.
///
/// @param train what is learned from
/// @param test  what is judged by
public record Task(Examples train, Examples test) {
    /// Rows of a forward pass that only looks: bounds its memory.
    private static final int LOOK = 1000;

    /// Draws a task from the data of a run; the same for every run of one seed.
    ///
    /// @param trainCount training examples; all there are if there are fewer
    /// @param testCount  test examples; all there are if there are fewer
    public static Task draw(Run run, int trainCount, int testCount) {
        PixelScale scale = PixelScale.of(run.dataName());
        Examples train = run.data().train();
        Examples test = run.data().test();
        return new Task(
                scale.apply(train.sample(
                        count(run, "trainCount", trainCount, train),
                        run.streams().named("train"))),
                scale.apply(test.sample(
                        count(run, "testCount", testCount, test), run.streams().named("test"))));
    }

    /// How many examples to take: as many as asked for, or all there are, and then the report says so.
    public static int count(Run run, String parameter, int asked, Examples all) {
        if (asked <= all.size()) {
            return asked;
        }
        run.report().cut(parameter, asked, all.size());
        return all.size();
    }

    /// Shape of one example.
    public Shape input() {
        return train.exampleShape();
    }

    /// How many classes there are.
    public int classes() {
        return train.classes();
    }

    /// `[examples, classes]`: `height` at the label, 0 elsewhere.
    public static Tensor oneHot(Examples examples, double height) {
        int classes = examples.classes();
        float[] numbers = new float[examples.size() * classes];
        for (int i = 0; i < examples.size(); i++) {
            numbers[i * classes + examples.label(i)] = (float) height;
        }
        return Tensor.wrap(Shape.of(examples.size(), classes), numbers);
    }

    /// How many scores are largest at the label. NaN is never largest, and a tie is an error.
    ///
    /// @param scores `[examples, classes]`
    public static int correct(Tensor scores, int[] labels) {
        float[] numbers = scores.toArray();
        int classes = numbers.length / Math.max(1, labels.length);
        int correct = 0;
        for (int i = 0; i < labels.length; i++) {
            boolean best = true;
            float own = numbers[i * classes + labels[i]];
            for (int c = 0; c < classes; c++) {
                best &= c == labels[i] || own > numbers[i * classes + c];
            }
            correct += best ? 1 : 0;
        }
        return correct;
    }

    /// Fraction of examples that a network gets right.
    public static double accuracy(Network network, Examples examples) {
        int correct = 0;
        for (int from = 0; from < examples.size(); from += LOOK) {
            int to = Math.min(from + LOOK, examples.size());
            int[] indices = new int[to - from];
            for (int i = 0; i < indices.length; i++) {
                indices[i] = from + i;
            }
            correct += correct(network.predict(examples.inputs().rows(from, to)), examples.labelsOf(indices));
        }
        return examples.size() == 0 ? Double.NaN : (double) correct / examples.size();
    }
}

package dev.orthant.experiments.implicitbias;

import dev.orthant.datasets.Examples;
import dev.orthant.datasets.Split;
import dev.orthant.datasets.prepare.BinaryLabels;
import dev.orthant.datasets.prepare.PixelScale;
import dev.orthant.datasets.prepare.UnitSphere;
import dev.orthant.experiments.BadInput;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.random.Streams;
import java.util.Arrays;
import java.util.stream.IntStream;

/// A two-class problem of a few examples: the digit 0 (label −1) against the digit 1 (label +1), pixels scaled, every
/// example on the sphere of radius √d.
final class Problem {
    private final Examples train;
    private final Examples test;

    private Problem(Examples train, Examples test) {
        this.train = train;
        this.test = test;
    }

    /// Draws one problem.
    ///
    /// A training set of one class says nothing about the other; such a draw is replaced by the next of the same stream
    /// until both classes occur. (The paper has one fixed draw, which has both.)
    ///
    /// @param digits     all examples, labels 0 to 9
    /// @param scale      of the pixels
    /// @param trainCount examples to fit, at least 2
    /// @param testCount  examples to be judged by, at least 1
    /// @throws BadInput if there are not so many examples of the two classes
    static Problem draw(Split digits, PixelScale scale, int trainCount, int testCount, Streams streams) {
        Examples trainPool = prepare(digits.train(), scale);
        Examples testPool = prepare(digits.test(), scale);
        if (trainCount > trainPool.size() || testCount > testPool.size()) {
            throw new BadInput("label-ray: " + trainCount + " training and " + testCount
                    + " test examples were asked for; there are " + trainPool.size() + " and " + testPool.size()
                    + " of the classes 0 and 1");
        }
        if (IntStream.of(trainPool.labels()).distinct().count() < 2) {
            throw new BadInput(
                    "label-ray: all training examples are of one class; both the classes 0 and 1 are required");
        }
        Examples test = testPool.sample(testCount, streams.named("test"));
        for (int attempt = 0; ; attempt++) {
            Examples train = trainPool.sample(trainCount, streams.named("train").indexed(attempt));
            if (IntStream.of(train.labels()).distinct().count() == 2) {
                return new Problem(train, test);
            }
        }
    }

    private static Examples prepare(Examples digits, PixelScale scale) {
        return UnitSphere.apply(scale.apply(BinaryLabels.pair(digits, 0, 1)));
    }

    /// `[trainCount, d]`
    Tensor trainInputs() {
        return train.inputs();
    }

    /// `[testCount, d]`
    Tensor testInputs() {
        return test.inputs();
    }

    /// Training examples first, then test examples: `[trainCount + testCount, d]`.
    Tensor allInputs() {
        int[] axes = train.inputs().shape().toArray();
        axes[0] += test.size();
        float[] numbers = Arrays.copyOf(
                train.inputs().toArray(), train.inputs().size() + test.inputs().size());
        System.arraycopy(
                test.inputs().toArray(),
                0,
                numbers,
                train.inputs().size(),
                test.inputs().size());
        return Tensor.wrap(Shape.of(axes), numbers);
    }

    /// Each −1 or 1.
    int[] trainSigns() {
        return BinaryLabels.signs(train);
    }

    /// Each −1 or 1.
    int[] testSigns() {
        return BinaryLabels.signs(test);
    }
}

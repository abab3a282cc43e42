package dev.orthant.experiments.margins;

import dev.orthant.datasets.Examples;
import dev.orthant.datasets.prepare.BinaryLabels;
import dev.orthant.datasets.prepare.PixelScale;
import dev.orthant.datasets.prepare.UnitSphere;
import dev.orthant.experiments.BadInput;
import dev.orthant.experiments.Run;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.random.Streams;
import java.util.stream.IntStream;

/// A few images of two digits on the sphere of radius √d: the smaller digit −1, the larger 1.
///
/// @param name  the digits: `3/8`
/// @param train what is fitted; both classes occur
/// @param test  what is judged by
record TwinTask(String name, Examples train, Examples test) {
    /// Draws a task. A training set of one class is replaced by the next of the same stream.
    ///
    /// @throws BadInput if there are not so many examples of the two digits, or of one of them none
    static TwinTask draw(Run run, int zero, int one, int trainCount, int testCount, Streams streams) {
        PixelScale scale = PixelScale.of(run.dataName());
        Examples trainPool = BinaryLabels.pair(run.data().train(), zero, one);
        Examples testPool = BinaryLabels.pair(run.data().test(), zero, one);
        if (trainCount > trainPool.size()
                || testCount > testPool.size()
                || IntStream.of(trainPool.labels()).distinct().count() < 2) {
            throw new BadInput("margin-twins: " + trainCount + " training and " + testCount
                    + " test examples of the digits " + zero + " and " + one + " were asked for; there are "
                    + trainPool.size() + " and " + testPool.size() + ", and both digits must occur");
        }
        Examples test = testPool.sample(testCount, streams.named("test"));
        for (int attempt = 0; ; attempt++) {
            Examples train = trainPool.sample(trainCount, streams.named("train").indexed(attempt));
            if (IntStream.of(train.labels()).distinct().count() == 2) {
                return new TwinTask(
                        zero + "/" + one, UnitSphere.apply(scale.apply(train)), UnitSphere.apply(scale.apply(test)));
            }
        }
    }

    /// Share of examples whose score has the sign of the label; a score of 0 has none.
    ///
    /// @param scores `[examples, 1]`
    static double accuracy(Tensor scores, Examples examples) {
        int[] signs = BinaryLabels.signs(examples);
        float[] numbers = scores.toArray();
        long right = IntStream.range(0, signs.length)
                .filter(i -> numbers[i] * signs[i] > 0)
                .count();
        return (double) right / signs.length;
    }
}

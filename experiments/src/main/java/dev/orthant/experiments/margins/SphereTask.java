package dev.orthant.experiments.margins;

import dev.orthant.datasets.Examples;
import dev.orthant.datasets.prepare.LabelNoise;
import dev.orthant.datasets.prepare.PixelScale;
import dev.orthant.datasets.prepare.UnitSphere;
import dev.orthant.experiments.BadInput;
import dev.orthant.experiments.Run;
import dev.orthant.tensor.random.Streams;

/// Images of all classes on the sphere of radius √d, where equal scores are equal normalised margins.
///
/// @param train what is fitted
/// @param test  what is judged by
record SphereTask(Examples train, Examples test) {
    /// Draws a task; from one stream a larger training set holds every smaller one.
    ///
    /// @throws BadInput if there are not so many examples
    static SphereTask draw(String experiment, Run run, int trainCount, int testCount, Streams streams) {
        Examples train = run.data().train();
        Examples test = run.data().test();
        if (trainCount > train.size() || testCount > test.size()) {
            throw new BadInput(experiment + ": " + trainCount + " training and " + testCount
                    + " test examples were asked for; there are " + train.size() + " and " + test.size());
        }
        PixelScale scale = PixelScale.of(run.dataName());
        return new SphereTask(
                UnitSphere.apply(scale.apply(train.sample(trainCount, streams.named("train")))),
                UnitSphere.apply(scale.apply(test.sample(testCount, streams.named("test")))));
    }

    /// The same images, every training label drawn anew, uniform over the classes. Test labels stay true.
    SphereTask withRandomLabels(Streams streams) {
        return withRandomLabelsFrom(0, streams);
    }

    /// The training examples from this one on get labels drawn anew; those before it, and the test examples, keep theirs.
    ///
    /// @param first in [0, training examples]
    SphereTask withRandomLabelsFrom(int first, Streams streams) {
        int[] labels = train.labels();
        int[] random = new LabelNoise(1).apply(train, streams).labels();
        System.arraycopy(random, first, labels, first, labels.length - first);
        return new SphereTask(train.relabelled(labels, train.classes()), test);
    }
}

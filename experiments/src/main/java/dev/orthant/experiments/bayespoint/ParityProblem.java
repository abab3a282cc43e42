package dev.orthant.experiments.bayespoint;

import dev.orthant.datasets.Examples;
import dev.orthant.datasets.prepare.BinaryLabels;
import dev.orthant.datasets.prepare.PixelScale;
import dev.orthant.datasets.prepare.UnitSphere;
import dev.orthant.experiments.BadInput;
import dev.orthant.experiments.Run;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.random.Streams;

/// Even digits (−1) against odd ones (+1), pixels scaled, every image on the sphere of radius √d.
///
/// @param train images to fit, inputs `[n, d]`
/// @param test  images to be judged by
record ParityProblem(Examples train, Examples test) {
    /// Random subsets of training and test images; those of one stream are nested in their counts.
    ///
    /// @throws BadInput if there are fewer images
    static ParityProblem draw(String experiment, Run run, int trainCount, int testCount, Streams streams) {
        Examples allTrain = run.data().train();
        Examples allTest = run.data().test();
        if (allTrain.size() < trainCount || allTest.size() < testCount) {
            throw new BadInput(experiment + ": " + trainCount + " training and " + testCount
                    + " test images are asked for but " + run.dataName() + " has " + allTrain.size() + " and "
                    + allTest.size() + "; set trainCount and testCount");
        }
        PixelScale scale = PixelScale.of(run.dataName());
        return new ParityProblem(
                prepared(scale, allTrain.sample(trainCount, streams.named("train"))),
                prepared(scale, allTest.sample(testCount, streams.named("test"))));
    }

    /// Flat, scaled, on the sphere, labelled by parity.
    static Examples prepared(PixelScale scale, Examples images) {
        Examples flat = images.reshaped(Shape.of(images.exampleShape().size()));
        return UnitSphere.apply(scale.apply(BinaryLabels.parity(flat)));
    }

    /// The same test images, fewer to fit.
    ParityProblem first(int trainCount) {
        return new ParityProblem(train.first(trainCount), test);
    }

    /// `[n, d]`
    Tensor trainInputs() {
        return train.inputs();
    }

    /// `[m, d]`
    Tensor testInputs() {
        return test.inputs();
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

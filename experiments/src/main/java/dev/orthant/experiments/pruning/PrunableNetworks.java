package dev.orthant.experiments.pruning;

import dev.orthant.layers.BatchNorm;
import dev.orthant.layers.Chain;
import dev.orthant.layers.Conv2d;
import dev.orthant.layers.Flatten;
import dev.orthant.layers.GlobalAveragePool;
import dev.orthant.layers.Layer;
import dev.orthant.layers.Linear;
import dev.orthant.layers.MaxPool2d;
import dev.orthant.layers.ParallelSum;
import dev.orthant.layers.Residual;
import dev.orthant.layers.Sequential;
import dev.orthant.layers.StochasticActivationPruning;
import dev.orthant.layers.activation.Relu;
import dev.orthant.tensor.Padding;
import java.util.ArrayList;
import java.util.List;

/// The attacked networks, with pruning after every rectifier. Pruning has no weights: networks of any fraction share those
/// of one training.
final class PrunableNetworks {
    private static final int STAGES = 3;
    private static final int FIRST_CHANNELS = 16;

    private PrunableNetworks() {}

    /// Two convolutions of 3 x 3 pixels with pooling, 16 and 32 channels, and a hidden layer of 128 neurons.
    static Layer convolutional(int classes, double fraction) {
        return Chain.of("conv1", convolution(FIRST_CHANNELS, 3, 1, 0.01))
                .then("active1", rectified(fraction))
                .then("pool1", new MaxPool2d(2))
                .then("conv2", convolution(2 * FIRST_CHANNELS, 3, 1, 0.01))
                .then("active2", rectified(fraction))
                .then("pool2", new MaxPool2d(2))
                .then("flatten", new Flatten())
                .then("hidden", new Linear(128, 2, 0.01))
                .then("active3", rectified(fraction))
                .then("scores", new Linear(classes, 2, 0.01));
    }

    /// The paper's pre-activation residual network: three stages of 16, 32 and 64 channels. With three units in each it is
    /// ResNet-20. Departure: no batch normalisation of the pixels, which are standardised.
    ///
    /// @param units in each stage, at least 1
    static Layer residual(int classes, double fraction, int units) {
        List<Layer> layers = new ArrayList<>();
        layers.add(convolution(FIRST_CHANNELS, 3, 1, 0));
        for (int stage = 0; stage < STAGES; stage++) {
            int channels = FIRST_CHANNELS << stage;
            layers.add(first(channels, stage == 0 ? 1 : 2, fraction));
            for (int unit = 1; unit < units; unit++) {
                layers.add(new Residual(
                        Sequential.of(new BatchNorm(), rectified(fraction), branch(channels, 1, fraction))));
            }
        }
        layers.add(new BatchNorm());
        layers.add(rectified(fraction));
        layers.add(new GlobalAveragePool());
        layers.add(new Linear(classes, 1, 0.01));
        return new Sequential(layers);
    }

    /// The unit that changes the shape: branch and short cut both begin at the pruned activations.
    private static Layer first(int channels, int stride, double fraction) {
        return Sequential.of(
                new BatchNorm(),
                rectified(fraction),
                ParallelSum.of(branch(channels, stride, fraction), convolution(channels, 1, stride, 0)));
    }

    private static Layer branch(int channels, int stride, double fraction) {
        return Sequential.of(
                convolution(channels, 3, stride, 0),
                new BatchNorm(),
                rectified(fraction),
                convolution(channels, 3, 1, 0));
    }

    private static Layer rectified(double fraction) {
        return Sequential.of(new Relu(), new StochasticActivationPruning(fraction));
    }

    private static Layer convolution(int channels, int kernel, int stride, double biasVariance) {
        return Conv2d.of(channels, kernel, Padding.zero(kernel / 2))
                .withStride(stride)
                .withVariances(2, biasVariance);
    }
}

package dev.orthant.experiments.accuracy;

import dev.orthant.layers.Chain;
import dev.orthant.layers.Conv2d;
import dev.orthant.layers.Dropout;
import dev.orthant.layers.Flatten;
import dev.orthant.layers.Layer;
import dev.orthant.layers.Linear;
import dev.orthant.layers.MaxPool2d;
import dev.orthant.layers.activation.Relu;
import dev.orthant.layers.nets.Mlp;
import dev.orthant.tensor.Padding;

/// The networks of these experiments, each for images of any size that can be halved as often as it pools.
enum ImageNetwork {
    /// Two hidden layers of 256 and 128 neurons.
    PERCEPTRON {
        @Override
        Layer of(int classes) {
            return Mlp.of(classes, 256, 128);
        }
    },
    /// After LeNet-5: two convolutions of 5 x 5 pixels with pooling, 20 and 50 channels, and a hidden layer of 128 neurons.
    LENET {
        @Override
        Layer of(int classes) {
            Chain first = Chain.of("conv1", convolution(20, 5))
                    .then("relu1", new Relu())
                    .then("pool1", new MaxPool2d(2));
            return first.then("conv2", convolution(50, 5))
                    .then("relu2", new Relu())
                    .then("pool2", new MaxPool2d(2))
                    .then("flatten", new Flatten())
                    .then("hidden", new Linear(128, 2, 0.01))
                    .then("relu3", new Relu())
                    .then("scores", new Linear(classes, 2, 0.01));
        }
    },
    /// Three convolutions of 3 x 3 pixels with pooling, 32, 64 and 128 channels, half of the last features dropped.
    SMALL_CNN {
        @Override
        Layer of(int classes) {
            Chain first = Chain.of("conv1", convolution(32, 3))
                    .then("relu1", new Relu())
                    .then("pool1", new MaxPool2d(2));
            Chain second = first.then("conv2", convolution(64, 3))
                    .then("relu2", new Relu())
                    .then("pool2", new MaxPool2d(2));
            return second.then("conv3", convolution(128, 3))
                    .then("relu3", new Relu())
                    .then("pool3", new MaxPool2d(2))
                    .then("flatten", new Flatten())
                    .then("dropout", new Dropout(0.5))
                    .then("scores", new Linear(classes, 2, 0.01));
        }
    };

    abstract Layer of(int classes);

    private static Conv2d convolution(int channels, int kernel) {
        return Conv2d.of(channels, kernel, Padding.zero(kernel / 2)).withVariances(2, 0.01);
    }
}

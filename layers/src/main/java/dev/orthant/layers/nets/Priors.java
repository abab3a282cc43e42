package dev.orthant.layers.nets;

import dev.orthant.layers.Conv2d;
import dev.orthant.layers.Linear;
import dev.orthant.tensor.Padding;

/// The linear maps of this package's networks, with their prior.
final class Priors {
    private static final double WEIGHT_VARIANCE = 2;
    private static final double BIAS_VARIANCE = 0.01;

    private Priors() {}

    static Linear linear(int width) {
        return new Linear(width, WEIGHT_VARIANCE, BIAS_VARIANCE);
    }

    static Conv2d convolution(int channels, int kernel, Padding padding) {
        return Conv2d.of(channels, kernel, padding).withVariances(WEIGHT_VARIANCE, BIAS_VARIANCE);
    }

    /// Before a batch normalisation, which subtracts any bias again.
    static Conv2d withoutBias(int channels, int kernel, int stride, Padding padding) {
        return Conv2d.of(channels, kernel, padding).withStride(stride).withVariances(WEIGHT_VARIANCE, 0);
    }
}

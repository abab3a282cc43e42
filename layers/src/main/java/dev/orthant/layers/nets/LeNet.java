package dev.orthant.layers.nets;

import dev.orthant.layers.Chain;
import dev.orthant.layers.Flatten;
import dev.orthant.layers.Layer;
import dev.orthant.layers.MaxPool2d;
import dev.orthant.layers.activation.Relu;
import dev.orthant.tensor.Padding;

/// Networks after LeNet-5 (LeCun, Bottou, Bengio and Haffner 1998): two convolutions of 5 x 5 pixels, each followed by
/// pooling, and three linear layers. Departures, as everywhere today: rectifiers for tanh, max pooling without weights for
/// the trainable average, every filter sees all channels, and plain scores at the end.
///
/// ```java
/// NetworkSummary summary = NetworkSummary.of(LeNet.of(10), Shape.of(28, 28, 1));
/// summary.weights();                  // → 61706
/// summary.rows().getLast().path();    // → fc3
/// ```
///
/// @since 0.1.0
public final class LeNet {
    private LeNet() {}

    /// The sizes of LeNet-5 for images of 28 x 28 pixels, which the first convolution pads to 32 x 32.
    ///
    /// @param outputs scores, at least 1
    /// @return takes `[28, 28, channels]` to `[outputs]`
    public static Layer of(int outputs) {
        return of(outputs, 6, 16, 120, 84);
    }

    /// Weights are named `conv1`, `conv2`, `fc1`, `fc2`, `fc3`.
    ///
    /// @param outputs scores
    /// @param first   channels of the first convolution
    /// @param second  channels of the second convolution
    /// @param third   neurons of the first linear layer
    /// @param fourth  neurons of the second linear layer
    /// @return takes `[28, 28, channels]` to `[outputs]`
    public static Layer of(int outputs, int first, int second, int third, int fourth) {
        return Chain.of("conv1", Priors.convolution(first, 5, Padding.zero(2)))
                .then("relu1", new Relu())
                .then("pool1", new MaxPool2d(2))
                .then("conv2", Priors.convolution(second, 5, Padding.valid()))
                .then("relu2", new Relu())
                .then("pool2", new MaxPool2d(2))
                .then("flatten", new Flatten())
                .then("fc1", Priors.linear(third))
                .then("relu3", new Relu())
                .then("fc2", Priors.linear(fourth))
                .then("relu4", new Relu())
                .then("fc3", Priors.linear(outputs));
    }
}

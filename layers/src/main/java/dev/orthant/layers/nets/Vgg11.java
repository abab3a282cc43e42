package dev.orthant.layers.nets;

import dev.orthant.layers.BatchNorm;
import dev.orthant.layers.Chain;
import dev.orthant.layers.Flatten;
import dev.orthant.layers.Layer;
import dev.orthant.layers.MaxPool2d;
import dev.orthant.layers.Sequential;
import dev.orthant.layers.activation.Relu;
import dev.orthant.tensor.Padding;
import java.util.ArrayList;
import java.util.List;

/// VGG with 11 layers (Simonyan and Zisserman 2015, configuration A) for images of 32 x 32 pixels: eight convolutions of
/// 3 x 3 pixels and five poolings that leave one pixel; then, as usual on CIFAR, one linear layer instead of three.
///
/// The convolutions have torchvision's names `features.0.weight`, `features.3.weight`, …, the linear layer is
/// `classifier`.
///
/// ```java
/// NetworkSummary.of(Vgg11.of(10), Shape.of(32, 32, 3)).weights();     // → 9225610
/// Vgg11.of(10, 8, true).output(Shape.of(32, 32, 3));                  // → [10]
/// ```
///
/// @since 0.1.0
public final class Vgg11 {
    /// Multiples of the width; 0 is a pooling.
    private static final int[] CONFIGURATION_A = {1, 0, 2, 0, 4, 4, 0, 8, 8, 0, 8, 8, 0};

    private Vgg11() {}

    /// As published, width 64.
    ///
    /// @param outputs scores, at least 1
    /// @return takes `[32, 32, channels]` to `[outputs]`, without batch normalisation
    public static Layer of(int outputs) {
        return of(outputs, 64, false);
    }

    /// The same with other widths, so that it trains in less time, and with batch normalisation if asked.
    ///
    /// @param outputs    scores
    /// @param width      channels of the first convolution; the last ones have eight times as many
    /// @param normalised whether a batch normalisation follows each convolution (torchvision's `vgg11_bn`); the
    ///                   convolutions keep their biases, as there
    /// @return takes `[32, 32, channels]` to `[outputs]`
    public static Layer of(int outputs, int width, boolean normalised) {
        List<Layer> features = new ArrayList<>();
        for (int multiple : CONFIGURATION_A) {
            if (multiple == 0) {
                features.add(new MaxPool2d(2));
                continue;
            }
            features.add(Priors.convolution(multiple * width, 3, Padding.zero(1)));
            if (normalised) {
                features.add(new BatchNorm());
            }
            features.add(new Relu());
        }
        return Chain.of("features", new Sequential(features))
                .then("flatten", new Flatten())
                .then("classifier", Priors.linear(outputs));
    }
}

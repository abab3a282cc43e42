package dev.orthant.layers.nets;

import dev.orthant.layers.BatchNorm;
import dev.orthant.layers.Chain;
import dev.orthant.layers.GlobalAveragePool;
import dev.orthant.layers.Layer;
import dev.orthant.layers.MaxPool2d;
import dev.orthant.layers.Sequential;
import dev.orthant.layers.activation.Relu;
import dev.orthant.tensor.Padding;
import java.util.ArrayList;
import java.util.List;

/// Residual networks (He, Zhang, Ren and Sun 2016) of [BasicBlock]s, with torchvision's names: `conv1`, `bn1`,
/// `layer1.0.conv1`, …, `layer2.0.downsample.0`, …, `fc`.
///
/// ```java
/// NetworkSummary.of(ResNet.resNet20(10), Shape.of(32, 32, 3)).weights();                      // → 272474
/// NetworkSummary.of(ResNet.resNet18ForLargeImages(1000), Shape.of(224, 224, 3)).weights();    // → 11689512
/// ```
///
/// @since 0.1.0
public final class ResNet {
    private ResNet() {}

    /// ResNet-20 for images of 32 x 32 pixels: three stages of three blocks with 16, 32 and 64 channels. Departure from
    /// section 4.2 of the paper: short cuts that change the shape are convolutions (option B), as in most published weights,
    /// not padded with zeros.
    ///
    /// @param outputs scores, at least 1
    /// @return takes `[32, 32, channels]` to `[outputs]`
    public static Layer resNet20(int outputs) {
        return small(outputs, 16, 3, 3);
    }

    /// ResNet-18 for images of 32 x 32 pixels: torchvision's network, but its first convolution has 3 x 3 pixels and
    /// stride 1, and no pooling follows it.
    ///
    /// @param outputs scores, at least 1
    /// @return takes `[32, 32, channels]` to `[outputs]`
    public static Layer resNet18(int outputs) {
        return small(outputs, 64, 4, 2);
    }

    /// torchvision's `resnet18`, for images of about 224 x 224 pixels.
    ///
    /// @param outputs scores, at least 1
    /// @return takes `[224, 224, channels]` to `[outputs]`
    public static Layer resNet18ForLargeImages(int outputs) {
        Chain stem = Chain.of("conv1", Priors.withoutBias(64, 7, 2, Padding.zero(3)))
                .then("bn1", new BatchNorm())
                .then("relu", new Relu())
                .then("maxpool", new MaxPool2d(3, 2, 1));
        return stages(stem, outputs, 64, 4, 2);
    }

    /// For small images: the first convolution keeps their size.
    ///
    /// @param outputs scores
    /// @param width   channels of the first stage; every further one has twice as many on images of half the height and
    ///                width
    /// @param stages  groups of blocks, at least 1
    /// @param blocks  in each stage, at least 1
    /// @return takes `[height, width, channels]` to `[outputs]`
    public static Layer small(int outputs, int width, int stages, int blocks) {
        Chain stem = Chain.of("conv1", Priors.withoutBias(width, 3, 1, Padding.zero(1)))
                .then("bn1", new BatchNorm())
                .then("relu", new Relu());
        return stages(stem, outputs, width, stages, blocks);
    }

    private static Layer stages(Chain stem, int outputs, int width, int stages, int blocks) {
        Chain chain = stem;
        for (int stage = 0; stage < stages; stage++) {
            List<Layer> layers = new ArrayList<>();
            for (int block = 0; block < blocks; block++) {
                layers.add(new BasicBlock(width << stage, stage > 0 && block == 0 ? 2 : 1));
            }
            chain = chain.then("layer" + (stage + 1), new Sequential(layers));
        }
        return chain.then("avgpool", new GlobalAveragePool()).then("fc", Priors.linear(outputs));
    }
}

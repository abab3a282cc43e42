package dev.orthant.experiments.orthant;

import dev.orthant.datasets.Examples;
import dev.orthant.datasets.Split;
import dev.orthant.datasets.prepare.BinaryLabels;
import dev.orthant.datasets.prepare.PixelScale;
import dev.orthant.datasets.prepare.UnitSphere;
import dev.orthant.layers.Sequential;
import dev.orthant.layers.infinite.KernelBlock;
import dev.orthant.tensor.random.Streams;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// The probability that an infinitely wide network of ReLU layers gives n images their labels: nobody knows it.
final class ImageProblem {
    /// Where the labels come from, the easiest last.
    enum Labels {
        /// Even digits against odd ones.
        DECIMAL,
        /// Fair coins.
        RANDOM,
        /// The digit 0 against the digit 1, no other images.
        BINARY
    }

    private ImageProblem() {}

    /// Empty if there are not so many images.
    static Optional<ReferenceProblem> draw(
            Split data, PixelScale scale, Labels labels, int size, int depth, Streams streams) {
        Examples pool = switch (labels) {
            case DECIMAL -> BinaryLabels.parity(data.train());
            case RANDOM -> BinaryLabels.coins(data.train(), streams.named("coins"));
            case BINARY -> BinaryLabels.pair(data.train(), 0, 1);
        };
        if (pool.size() < size) {
            return Optional.empty();
        }
        Examples images = UnitSphere.apply(scale.apply(pool.sample(size, streams.named("images"))));
        KernelBlock kernel = Sequential.multilayerPerceptron(depth, 1, 1).kernel(KernelBlock.ofInputs(images.inputs()));
        return Optional.of(new ReferenceProblem(
                labels.name().toLowerCase(Locale.ROOT) + " labels, depth " + depth,
                kernel.nngp(),
                Arrays.stream(BinaryLabels.signs(images)).boxed().toList(),
                Double.NaN,
                Double.NaN));
    }
}

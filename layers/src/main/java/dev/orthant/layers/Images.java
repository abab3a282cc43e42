package dev.orthant.layers;

import dev.orthant.tensor.Shape;
import dev.orthant.tensor.ShapeException;

/// What the layers on images share.
final class Images {
    private Images() {}

    /// @throws ShapeException if an example is not an image, channels last
    static void require(String layer, Shape example) {
        if (example.rank() != 3) {
            throw new ShapeException(layer + ": an example is " + example
                    + "; [height, width, channels] is required; channels come last");
        }
    }

    /// The same with a batch of one before it.
    static Shape batchOfOne(String layer, Shape example) {
        require(layer, example);
        return Shape.of(1, example.axis(0), example.axis(1), example.axis(2));
    }
}

package dev.orthant.layers;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Value;
import dev.orthant.layers.infinite.KernelBlock;
import dev.orthant.layers.infinite.NoClosedForm;
import dev.orthant.tensor.PoolingShape;
import dev.orthant.tensor.Shape;
import java.util.List;

/// The largest number of every square window of an image, each channel for itself; padding never counts.
///
/// ```java
/// Network pool = Network.ofState(new MaxPool2d(2), Shape.of(2, 4, 1), Map.of());
/// pool.predict(Tensor.of(Shape.of(2, 4, 1), 1, 2, 5, 6, 3, 4, 7, -8)).toArray();      // → [4.0, 7.0]
/// new MaxPool2d(3, 2, 1).output(Shape.of(112, 112, 64));                              // → [56, 56, 64]
/// ```
///
/// @param window  rows and columns, at least 1
/// @param stride  pixels between two neighbouring windows, at least 1
/// @param padding pixels added on each of the four sides, at most half the window
/// @since 0.1.0
public record MaxPool2d(int window, int stride, int padding) implements Layer {
    /// Windows side by side, without padding; rows and columns that do not fill a window are left out.
    ///
    /// @param window rows and columns of a window, and the pixels from one to the next; at least 1
    public MaxPool2d(int window) {
        this(window, window, 0);
    }

    @Override
    public List<WeightSpec> weights(Shape input) {
        return List.of();
    }

    @Override
    public Shape output(Shape input) {
        PoolingShape shape = PoolingShape.of(Images.batchOfOne("max pooling", input), window, stride, padding);
        return Shape.of(shape.outHeight(), shape.outWidth(), shape.channels());
    }

    @Override
    public Value forward(Evaluator evaluator, NamedValues weights, Value input) {
        return evaluator.apply(new dev.orthant.autograd.op.MaxPool2d(window, stride, padding), input);
    }

    @Override
    public KernelBlock kernel(KernelBlock input) {
        throw new NoClosedForm(
                "kernel of max pooling: the largest of several correlated Gaussians is not Gaussian, and no"
                        + " closed form of its covariances is known; use average pooling");
    }
}

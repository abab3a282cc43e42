package dev.orthant.layers;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Value;
import dev.orthant.layers.infinite.KernelBlock;
import dev.orthant.layers.infinite.PixelWindow;
import dev.orthant.tensor.Padding;
import dev.orthant.tensor.PoolingShape;
import dev.orthant.tensor.Shape;
import java.util.List;

/// The mean of every square window of an image, each channel for itself; pixels of the padding count as 0 and count.
///
/// ```java
/// Network pool = Network.ofState(new AvgPool2d(2), Shape.of(2, 2, 1), Map.of());
/// pool.predict(Tensor.of(Shape.of(2, 2, 1), 1, 2, 3, 6)).item();      // → 3.0
/// new AvgPool2d(3, 2, 1).output(Shape.of(28, 28, 6));                 // → [14, 14, 6]
/// ```
///
/// @param window  rows and columns, at least 1
/// @param stride  pixels between two neighbouring windows, at least 1
/// @param padding pixels added on each of the four sides, at most half the window
/// @since 0.1.0
public record AvgPool2d(int window, int stride, int padding) implements Layer {
    /// Windows side by side, without padding; rows and columns that do not fill a window are left out.
    ///
    /// @param window rows and columns of a window, and the pixels from one to the next; at least 1
    public AvgPool2d(int window) {
        this(window, window, 0);
    }

    @Override
    public List<WeightSpec> weights(Shape input) {
        return List.of();
    }

    @Override
    public Shape output(Shape input) {
        PoolingShape shape = PoolingShape.of(Images.batchOfOne("average pooling", input), window, stride, padding);
        return Shape.of(shape.outHeight(), shape.outWidth(), shape.channels());
    }

    @Override
    public Value forward(Evaluator evaluator, NamedValues weights, Value input) {
        return evaluator.apply(new dev.orthant.autograd.op.AvgPool2d(window, stride, padding), input);
    }

    @Override
    public KernelBlock kernel(KernelBlock input) {
        PixelWindow windows = PixelWindow.of(window, stride, Padding.zero(padding));
        return input.pixels().averagePooled(windows);
    }
}

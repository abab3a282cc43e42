package dev.orthant.autograd.op;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Op;
import dev.orthant.autograd.Value;
import dev.orthant.tensor.PoolingShape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.kernel.ActiveKernels;

/// The mean of every square window, padding included as zeros (PyTorch's `count_include_pad=True`):
/// `[batch, height, width, channels]` to `[batch, outHeight, outWidth, channels]`.
///
///     Y  = P X
///     dX = Pᵀ dY, the [AvgPool2dGradient]
///
/// ```java
/// Tensor image = Tensor.of(Shape.of(1, 2, 2, 1), 1, 2, 3, 6);
/// new AvgPool2d(2, 2, 0).forward(image);                                   // → tensor [1, 1, 1, 1] {3.00000}
/// ```
///
/// @param window  rows and columns of a window, at least 1
/// @param stride  pixels between two neighbouring windows, at least 1
/// @param padding pixels added on each of the four sides, at most half the window
/// @since 0.1.0
public record AvgPool2d(int window, int stride, int padding) implements Op.Unary {
    @Override
    public Tensor forward(Tensor input) {
        PoolingShape shape = PoolingShape.of(input.shape(), window, stride, padding);
        Tensor output = Tensor.uninitialised(shape.output());
        ActiveKernels.get().pooling().average(shape, input.span(), output.span());
        return output;
    }

    @Override
    public Value gradient(Evaluator evaluator, Value upstream, Value input, Value output) {
        int height = input.tensor().shape().axis(1);
        int width = input.tensor().shape().axis(2);
        return evaluator.apply(new AvgPool2dGradient(window, stride, padding, height, width), upstream);
    }
}

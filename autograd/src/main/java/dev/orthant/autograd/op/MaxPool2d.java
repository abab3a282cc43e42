package dev.orthant.autograd.op;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Op;
import dev.orthant.autograd.Value;
import dev.orthant.tensor.PoolingShape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.kernel.ActiveKernels;

/// The largest number of every square window, padding never counted: `[batch, height, width, channels]` to
/// `[batch, outHeight, outWidth, channels]`. Of several equal ones the first (in rows) counts as the largest.
///
///     Y  = X at the positions p of the largest
///     dX = dY added at the positions p, the [MaxPool2dGradient]
///
/// The gradient finds the positions again: they are integers, which a tape of float32 results does not hold, and the
/// search is one more pass over the input.
///
/// ```java
/// Tensor image = Tensor.of(Shape.of(1, 2, 4, 1), 1, 2, 0, 0, 3, 6, 0, -1);
/// new MaxPool2d(2, 2, 0).forward(image);                                   // → tensor [1, 1, 2, 1] {6.00000, 0.00000}
/// ```
///
/// @param window  rows and columns of a window, at least 1
/// @param stride  pixels between two neighbouring windows, at least 1
/// @param padding pixels added on each of the four sides, at most half the window
/// @since 0.1.0
public record MaxPool2d(int window, int stride, int padding) implements Op.Unary {
    @Override
    public Tensor forward(Tensor input) {
        PoolingShape shape = PoolingShape.of(input.shape(), window, stride, padding);
        Tensor output = Tensor.uninitialised(shape.output());
        ActiveKernels.get().pooling().maximumValues(shape, input.span(), output.span());
        return output;
    }

    @Override
    public Value gradient(Evaluator evaluator, Value upstream, Value input, Value output) {
        return evaluator.apply(new MaxPool2dGradient(window, stride, padding), upstream, input);
    }
}

package dev.orthant.autograd.op;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Op;
import dev.orthant.autograd.Value;
import dev.orthant.tensor.PoolingShape;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.kernel.ActiveKernels;

/// The transpose of [AvgPool2d]: every number goes, over the size of a window, to all pixels of its window.
///
///     Y  = Pᵀ X
///     dX = P dY
///
/// ```java
/// Tensor pooled = Tensor.of(Shape.of(1, 1, 1, 1), 4);
/// new AvgPool2dGradient(2, 2, 0, 2, 2).forward(pooled).toArray();          // → [1.0, 1.0, 1.0, 1.0]
/// ```
///
/// @param window  as in the pooling
/// @param stride  as in the pooling
/// @param padding as in the pooling
/// @param height  rows of an image of the result
/// @param width   columns of an image of the result
/// @since 0.1.0
public record AvgPool2dGradient(int window, int stride, int padding, int height, int width) implements Op.Unary {
    @Override
    public Tensor forward(Tensor input) {
        Operands.requireRank("average pooling's gradient", input, 4);
        Shape images =
                Shape.of(input.shape().axis(0), height, width, input.shape().axis(3));
        PoolingShape shape = PoolingShape.of(images, window, stride, padding);
        Operands.requireShape("average pooling's gradient", input, shape.output());
        Tensor output = Tensor.uninitialised(images);
        ActiveKernels.get().pooling().averageGradient(shape, input.span(), output.span());
        return output;
    }

    @Override
    public Value gradient(Evaluator evaluator, Value upstream, Value input, Value output) {
        return evaluator.apply(new AvgPool2d(window, stride, padding), upstream);
    }
}

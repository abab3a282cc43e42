package dev.orthant.autograd.op;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Op;
import dev.orthant.autograd.Value;
import dev.orthant.tensor.PoolingShape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.kernel.ActiveKernels;

/// What [MaxPool2d] carries back, in one pass over memory: A `[batch, outHeight, outWidth, channels]` is added at the
/// positions p of the largest numbers of B `[batch, height, width, channels]`.
///
///     C[n, pₖ, c] += A[n, k, c]
///     dA = dC at the positions, [GatherPixels]        dB = 0 (the jump from one position to another has no derivative)
///
/// ```java
/// Tensor upstream = Tensor.of(Shape.of(1, 1, 1, 1), 5);
/// Tensor image = Tensor.of(Shape.of(1, 2, 2, 1), 1, 2, 3, 6);
/// new MaxPool2dGradient(2, 2, 0).forward(upstream, image).toArray();       // → [0.0, 0.0, 0.0, 5.0]
/// ```
///
/// @param window  as in the pooling, at least 1
/// @param stride  as in the pooling, at least 1
/// @param padding as in the pooling, at most half the window
/// @since 0.1.0
public record MaxPool2dGradient(int window, int stride, int padding) implements Op.Binary {
    @Override
    public Tensor forward(Tensor left, Tensor right) {
        PoolingShape shape = PoolingShape.of(right.shape(), window, stride, padding);
        Operands.requireShape(name(), left, shape.output());
        Tensor gradient = Tensor.uninitialised(right.shape());
        ActiveKernels.get().pooling().gradientAtMaximum(shape, right.span(), left.span(), gradient.span());
        return gradient;
    }

    @Override
    public Value gradientOfLeft(Evaluator evaluator, Value upstream, Value left, Value right, Value output) {
        PoolingShape shape = PoolingShape.of(right.tensor().shape(), window, stride, padding);
        int[] positions = new int[shape.output().size()];
        Tensor largest = Tensor.uninitialised(shape.output());
        ActiveKernels.get().pooling().maximum(shape, right.tensor().span(), largest.span(), positions);
        return evaluator.apply(new GatherPixels(shape, positions), upstream);
    }

    @Override
    public Value gradientOfRight(Evaluator evaluator, Value upstream, Value left, Value right, Value output) {
        return Operands.noDerivative(evaluator, right);
    }
}

package dev.orthant.autograd.op;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Op;
import dev.orthant.autograd.Value;
import dev.orthant.tensor.PoolingShape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.kernel.ActiveKernels;

/// Numbers added at given pixels of zero images, each channel for itself: the transpose of [GatherPixels], and the gradient
/// of [MaxPool2d].
///
///     Y[n, pₖ, c] += X[n, k, c]
///     dX = dY at the positions
///
/// ```java
/// PoolingShape pooling = PoolingShape.of(Shape.of(1, 2, 2, 1), 2);
/// Tensor upstream = Tensor.of(Shape.of(1, 1, 1, 1), 5);
/// new ScatterPixels(pooling, new int[] {3}).forward(upstream).toArray();   // → [0.0, 0.0, 0.0, 5.0]
/// ```
///
/// @param shape     of the pooling that chose the pixels
/// @param positions for each number of the input the pixel y · width + x that it goes to, inside its window; not copied
/// @since 0.1.0
public record ScatterPixels(PoolingShape shape, int[] positions) implements Op.Unary {
    /// The positions of one pooling.
    ///
    /// @throws dev.orthant.tensor.ShapeException if there is not one position for each number of the pooling's result
    public ScatterPixels {
        GatherPixels.requirePositions(shape, positions);
    }

    @Override
    public Tensor forward(Tensor input) {
        Operands.requireShape("scatter pixels", input, shape.output());
        Tensor images = Tensor.uninitialised(shape.input());
        ActiveKernels.get().pooling().maximumGradient(shape, input.span(), positions, images.span());
        return images;
    }

    @Override
    public Value gradient(Evaluator evaluator, Value upstream, Value input, Value output) {
        return evaluator.apply(new GatherPixels(shape, positions), upstream);
    }
}

package dev.orthant.autograd.op;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Op;
import dev.orthant.autograd.Value;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.ShapeException;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.kernel.ActiveKernels;
import java.util.Arrays;

/// The axes in another order.
///
///     axis k of Y is axis order[k] of X
///     dX = dY with the order undone
///
/// `new Permute(0, 2, 3, 1)` takes images from channels first to channels last, `new Permute(0, 3, 1, 2)` back, and
/// `new Permute(1, 0)` transposes a matrix.
///
/// ```java
/// Tensor matrix = Tensor.of(Shape.of(2, 3), 1, 2, 3, 4, 5, 6);
/// new Permute(1, 0).forward(matrix).toArray();                             // → [1.0, 4.0, 2.0, 5.0, 3.0, 6.0]
/// ```
///
/// @param order each axis from 0 once
/// @since 0.1.0
public record Permute(int... order) implements Op.Unary {
    @Override
    public Tensor forward(Tensor input) {
        if (order.length != input.shape().rank()) {
            throw new ShapeException("permute: the order " + Arrays.toString(order) + " came for " + input.shape()
                    + "; each axis from 0 is required once");
        }
        int[] axes = Arrays.stream(order).map(input.shape()::axis).toArray();
        Tensor permuted = Tensor.uninitialised(Shape.of(axes));
        ActiveKernels.get().movement().permute(input.span(), input.shape(), order, permuted.span());
        return permuted;
    }

    @Override
    public Value gradient(Evaluator evaluator, Value upstream, Value input, Value output) {
        int[] back = new int[order.length];
        for (int k = 0; k < back.length; k++) {
            back[order[k]] = k;
        }
        return evaluator.apply(new Permute(back), upstream);
    }
}

package dev.orthant.autograd.op;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Op;
import dev.orthant.autograd.Value;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.kernel.ActiveKernels;

/// Mean along one axis, which goes; accumulated in double precision. NaN if the axis is empty.
///
///     y[o, i]     = Σₖ x[o, k, i] / length
///     dx[o, k, i] = dy[o, i] / length
///
/// ```java
/// Tensor rows = Tensor.of(Shape.of(2, 2), 1, 7, 5, 4);
/// new MeanAlong(-1).forward(rows).toArray();                               // → [4.0, 4.5]
/// ```
///
/// @param axis from 0, or from −1 (the last) down
/// @since 0.1.0
public record MeanAlong(int axis) implements Op.Unary {
    @Override
    public Tensor forward(Tensor input) {
        Tensor mean = Tensor.uninitialised(Along.without(name(), input.shape(), axis));
        ActiveKernels.get().rows().mean(input.span(), Along.view(input.shape(), axis), mean.span());
        return mean;
    }

    @Override
    public Value gradient(Evaluator evaluator, Value upstream, Value input, Value output) {
        Shape shape = input.tensor().shape();
        Value share = evaluator.apply(new Scale(1f / shape.axis(axis)), upstream);
        return evaluator.apply(new RepeatAlong(Along.position(name(), shape, axis), shape.axis(axis)), share);
    }
}

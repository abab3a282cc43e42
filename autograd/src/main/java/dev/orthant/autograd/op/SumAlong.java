package dev.orthant.autograd.op;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Op;
import dev.orthant.autograd.Value;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.kernel.ActiveKernels;

/// Sum along one axis, which goes; accumulated in double precision.
///
///     y[o, i]     = Σₖ x[o, k, i]            o, i: the axes before and after it
///     dx[o, k, i] = dy[o, i]
///
/// ```java
/// Tensor rows = Tensor.of(Shape.of(2, 2), 1, 2, 3, 4);
/// new SumAlong(0).forward(rows).toArray();                                 // → [4.0, 6.0]
/// new SumAlong(-1).forward(rows).toArray();                                // → [3.0, 7.0]
/// new SumAlong(2).forward(rows);                                           // throws ShapeException
/// ```
///
/// @param axis from 0, or from −1 (the last) down
/// @since 0.1.0
public record SumAlong(int axis) implements Op.Unary {
    @Override
    public Tensor forward(Tensor input) {
        Tensor sum = Tensor.uninitialised(Along.without(name(), input.shape(), axis));
        ActiveKernels.get().rows().sum(input.span(), Along.view(input.shape(), axis), sum.span());
        return sum;
    }

    @Override
    public Value gradient(Evaluator evaluator, Value upstream, Value input, Value output) {
        Shape shape = input.tensor().shape();
        return evaluator.apply(new RepeatAlong(Along.position(name(), shape, axis), shape.axis(axis)), upstream);
    }
}

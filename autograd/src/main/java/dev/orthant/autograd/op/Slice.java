package dev.orthant.autograd.op;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Op;
import dev.orthant.autograd.Value;
import dev.orthant.tensor.ShapeException;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.kernel.ActiveKernels;
import dev.orthant.tensor.kernel.Axis;

/// A part of a tensor along one axis; along the first one it shares the array.
///
///     Y  = the places from `from` (inclusive) to `to` (exclusive) of X
///     dX = dY there, else 0
///
/// ```java
/// Tensor rows = Tensor.of(Shape.of(2, 3), 1, 2, 3, 4, 5, 6);
/// new Slice(1, 1, 3).forward(rows).toArray();                              // → [2.0, 3.0, 5.0, 6.0]
/// new Slice(1, 1, 4).forward(rows);                                        // throws ShapeException
/// ```
///
/// @param axis from 0, or from −1 (the last) down
/// @param from at least 0
/// @param to   at least `from`, at most the length of the axis
/// @since 0.1.0
public record Slice(int axis, int from, int to) implements Op.Unary {
    @Override
    public Tensor forward(Tensor input) {
        Axis view = Along.view(input.shape(), axis);
        if (from < 0 || to < from || to > view.length()) {
            throw new ShapeException("slice: places " + from + " to " + to + " along axis " + axis + " of "
                    + input.shape() + " were asked for; they must lie inside the axis");
        }
        if (axis == 0 && input.shape().rank() > 0) {
            return input.rows(from, to);
        }
        Tensor part = Tensor.uninitialised(Along.resized("slice", input.shape(), axis, to - from));
        Axis partView = Along.view(part.shape(), axis);
        ActiveKernels.get().movement().copyAlong(input.span(), view, from, part.span(), partView, 0, to - from);
        return part;
    }

    @Override
    public Value gradient(Evaluator evaluator, Value upstream, Value input, Value output) {
        int length = input.tensor().shape().axis(axis);
        return evaluator.apply(new Pad(axis, from, length - to), upstream);
    }
}

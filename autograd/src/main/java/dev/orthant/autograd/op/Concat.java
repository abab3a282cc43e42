package dev.orthant.autograd.op;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Op;
import dev.orthant.autograd.Value;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.ShapeException;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.kernel.ActiveKernels;
import dev.orthant.tensor.kernel.Axis;
import java.util.List;

/// Tensors joined along one axis; all other axes agree.
///
///     Y = (X₀ | X₁ | …)
///     dXᵢ = the part of dY where Xᵢ stands
///
/// ```java
/// Tensor left = Tensor.of(Shape.of(2, 1), 1, 2);
/// Tensor right = Tensor.of(Shape.of(2, 2), 3, 4, 5, 6);
/// new Concat(1).forward(List.of(left, right)).toArray();                   // → [1.0, 3.0, 4.0, 2.0, 5.0, 6.0]
/// new Concat(0).forward(List.of(left, right));                             // throws ShapeException
/// ```
///
/// @param axis from 0, or from −1 (the last) down
/// @since 0.1.0
public record Concat(int axis) implements Op.Many {
    @Override
    public Tensor forward(List<Tensor> inputs) {
        Shape first = inputs.getFirst().shape();
        int length = 0;
        for (Tensor input : inputs) {
            Along.position("concat", input.shape(), axis);
            if (!Along.resized("concat", input.shape(), axis, 0).equals(Along.resized("concat", first, axis, 0))) {
                throw new ShapeException(
                        "concat: " + first + " and " + input.shape() + " came; only axis " + axis + " may differ");
            }
            length += input.shape().axis(axis);
        }
        Tensor joined = Tensor.uninitialised(Along.resized("concat", first, axis, length));
        Axis view = Along.view(joined.shape(), axis);
        int to = 0;
        for (Tensor input : inputs) {
            Axis part = Along.view(input.shape(), axis);
            ActiveKernels.get().movement().copyAlong(input.span(), part, 0, joined.span(), view, to, part.length());
            to += part.length();
        }
        return joined;
    }

    @Override
    public Value gradientOf(int which, Evaluator evaluator, Value upstream, List<Value> inputs, Value output) {
        int from = 0;
        for (Value before : inputs.subList(0, which)) {
            from += before.tensor().shape().axis(axis);
        }
        int length = inputs.get(which).tensor().shape().axis(axis);
        return evaluator.apply(new Slice(axis, from, from + length), upstream);
    }
}

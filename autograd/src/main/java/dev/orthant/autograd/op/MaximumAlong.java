package dev.orthant.autograd.op;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Op;
import dev.orthant.autograd.Value;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.kernel.ActiveKernels;
import dev.orthant.tensor.kernel.Axis;

/// The largest number along one axis, which goes; −∞ if the axis is empty, NaN if a number is.
///
///     y[o, i]     = maxₖ x[o, k, i]
///     dx[o, k, i] = dy[o, i] at the smallest k where the maximum stands, else 0
///
/// ```java
/// Tensor rows = Tensor.of(Shape.of(2, 2), 1, 7, 5, 4);
/// new MaximumAlong(-1).forward(rows).toArray();                            // → [7.0, 5.0]
/// new MaximumAlong(0).forward(rows).toArray();                             // → [5.0, 7.0]
/// ```
///
/// @param axis from 0, or from −1 (the last) down
/// @since 0.1.0
public record MaximumAlong(int axis) implements Op.Unary {
    @Override
    public Tensor forward(Tensor input) {
        Tensor maximum = Tensor.uninitialised(Along.without(name(), input.shape(), axis));
        ActiveKernels.get().rows().maximum(input.span(), Along.view(input.shape(), axis), maximum.span());
        return maximum;
    }

    @Override
    public Value gradient(Evaluator evaluator, Value upstream, Value input, Value output) {
        Tensor numbers = input.tensor();
        Axis view = Along.view(numbers.shape(), axis);
        Tensor chosen = Tensor.zeros(numbers.shape());
        if (view.length() > 0) {
            int[] places = new int[view.remaining()];
            ActiveKernels.get().rows().argmax(numbers.span(), view, places, 0);
            for (int line = 0; line < places.length; line++) {
                int outer = line / view.inner();
                int place = (outer * view.length() + places[line]) * view.inner() + line % view.inner();
                chosen.span().array()[place] = 1;
            }
        }
        RepeatAlong repeat = new RepeatAlong(Along.position(name(), numbers.shape(), axis), view.length());
        return evaluator.apply(new Multiply(), evaluator.apply(repeat, upstream), evaluator.constant(chosen));
    }
}

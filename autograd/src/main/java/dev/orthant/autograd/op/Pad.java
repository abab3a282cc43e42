package dev.orthant.autograd.op;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Op;
import dev.orthant.autograd.Value;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.kernel.ActiveKernels;
import dev.orthant.tensor.kernel.Axis;

/// Zeros put before and after along one axis: the transpose of [Slice].
///
///     Y  = (0 | X | 0)
///     dX = the part of dY where X stands
///
/// ```java
/// new Pad(0, 1, 2).forward(Tensor.of(Shape.of(2), 3, 4)).toArray();        // → [0.0, 3.0, 4.0, 0.0, 0.0]
/// new Pad(0, -1, 2);                                                       // throws IllegalArgumentException
/// ```
///
/// @param axis from 0, or from −1 (the last) down
/// @param before zeros before, at least 0
/// @param after  zeros after, at least 0
/// @since 0.1.0
public record Pad(int axis, int before, int after) implements Op.Unary {
    /// Zeros on one or both sides.
    ///
    /// @throws IllegalArgumentException if a number of zeros is negative
    public Pad {
        if (before < 0 || after < 0) {
            throw new IllegalArgumentException(
                    "pad: " + before + " zeros before and " + after + " after came; both must be at least 0");
        }
    }

    @Override
    public Tensor forward(Tensor input) {
        Axis view = Along.view(input.shape(), axis);
        int length = before + view.length() + after;
        Tensor padded = Tensor.zeros(Along.resized("pad", input.shape(), axis, length));
        Axis paddedView = Along.view(padded.shape(), axis);
        ActiveKernels.get()
                .movement()
                .copyAlong(input.span(), view, 0, padded.span(), paddedView, before, view.length());
        return padded;
    }

    @Override
    public Value gradient(Evaluator evaluator, Value upstream, Value input, Value output) {
        int length = input.tensor().shape().axis(axis);
        return evaluator.apply(new Slice(axis, before, before + length), upstream);
    }
}

package dev.orthant.autograd.op;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Op;
import dev.orthant.autograd.Value;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.kernel.ActiveKernels;

/// The opposite order along one axis.
///
///     y[o, k, i] = x[o, length − 1 − k, i]
///     dx         = the same of dy
///
/// ```java
/// Tensor rows = Tensor.of(Shape.of(2, 2), 1, 2, 3, 4);
/// new Flip(-1).forward(rows).toArray();                                    // → [2.0, 1.0, 4.0, 3.0]
/// new Flip(0).forward(rows).toArray();                                     // → [3.0, 4.0, 1.0, 2.0]
/// ```
///
/// @param axis from 0, or from −1 (the last) down
/// @since 0.1.0
public record Flip(int axis) implements Op.Unary {
    @Override
    public Tensor forward(Tensor input) {
        Tensor flipped = Tensor.uninitialised(input.shape());
        ActiveKernels.get().movement().flip(input.span(), Along.view(input.shape(), axis), flipped.span());
        return flipped;
    }

    @Override
    public Value gradient(Evaluator evaluator, Value upstream, Value input, Value output) {
        return evaluator.apply(this, upstream);
    }
}

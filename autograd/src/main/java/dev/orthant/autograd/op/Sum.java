package dev.orthant.autograd.op;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Op;
import dev.orthant.autograd.Value;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.kernel.ActiveKernels;

/// Sum of all elements, shape `[]`; accumulated in double precision.
///
///     y  = Σ xᵢ
///     dX = dy · 1
///
/// ```java
/// new Sum().forward(Tensor.of(Shape.of(2, 2), 1, 2, 3, 4)).item();         // → 10.0
/// ```
///
/// @since 0.1.0
public record Sum() implements Op.Unary {
    @Override
    public Tensor forward(Tensor input) {
        return Tensor.scalar((float) ActiveKernels.get().sum(input.span()));
    }

    @Override
    public Value gradient(Evaluator evaluator, Value upstream, Value input, Value output) {
        return evaluator.apply(new Spread(input.tensor().shape()), upstream);
    }
}

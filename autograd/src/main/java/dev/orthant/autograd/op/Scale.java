package dev.orthant.autograd.op;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Op;
import dev.orthant.autograd.Value;
import dev.orthant.tensor.Tensor;

/// Product with a fixed number.
///
///     Y  = factor · X
///     dX = factor · dY
///
/// ```java
/// new Scale(3).forward(Tensor.of(Shape.of(2), 1, -2)).toArray();           // → [3.0, -6.0]
/// ```
///
/// @param factor the number; nothing is differentiated with respect to it
/// @since 0.1.0
public record Scale(float factor) implements Op.Unary {
    @Override
    public Tensor forward(Tensor input) {
        return Operands.elementwise(input, (kernels, x, out) -> kernels.scale(x, factor, out));
    }

    @Override
    public Value gradient(Evaluator evaluator, Value upstream, Value input, Value output) {
        return evaluator.apply(this, upstream);
    }
}

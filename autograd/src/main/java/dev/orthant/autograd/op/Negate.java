package dev.orthant.autograd.op;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Op;
import dev.orthant.autograd.Value;
import dev.orthant.tensor.Tensor;

/// The opposite number, element by element.
///
///     Y  = −X
///     dX = −dY
///
/// ```java
/// new Negate().forward(Tensor.of(Shape.of(2), 1, -5)).toArray();           // → [-1.0, 5.0]
/// ```
///
/// @since 0.1.0
public record Negate() implements Op.Unary {
    @Override
    public Tensor forward(Tensor input) {
        return Operands.elementwise(input, (kernels, x, out) -> kernels.scale(x, -1, out));
    }

    @Override
    public Value gradient(Evaluator evaluator, Value upstream, Value input, Value output) {
        return evaluator.apply(this, upstream);
    }
}

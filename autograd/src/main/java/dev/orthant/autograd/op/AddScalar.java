package dev.orthant.autograd.op;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Op;
import dev.orthant.autograd.Value;
import dev.orthant.tensor.Tensor;

/// Sum with a fixed number.
///
///     Y  = X + summand
///     dX = dY
///
/// ```java
/// new AddScalar(1).forward(Tensor.of(Shape.of(2), 3, 4)).toArray();        // → [4.0, 5.0]
/// ```
///
/// @param summand the number; nothing is differentiated with respect to it
/// @since 0.1.0
public record AddScalar(float summand) implements Op.Unary {
    @Override
    public Tensor forward(Tensor input) {
        return Operands.elementwise(input, (kernels, x, out) -> kernels.shiftAndScale(x, -summand, 1, out));
    }

    @Override
    public Value gradient(Evaluator evaluator, Value upstream, Value input, Value output) {
        return upstream;
    }
}

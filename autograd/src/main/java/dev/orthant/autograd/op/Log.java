package dev.orthant.autograd.op;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Op;
import dev.orthant.autograd.Value;
import dev.orthant.tensor.Tensor;

/// Natural logarithm, element by element; NaN below 0.
///
///     Y  = ln X
///     dX = dY / X
///
/// ```java
/// new Log().forward(Tensor.of(Shape.of(3), 1, 0, -1)).toArray();           // → [0.0, -Infinity, NaN]
/// ```
///
/// @since 0.1.0
public record Log() implements Op.Unary {
    @Override
    public Tensor forward(Tensor input) {
        return Operands.elementwise(
                input, (kernels, x, out) -> kernels.functions().log(x, out));
    }

    @Override
    public Value gradient(Evaluator evaluator, Value upstream, Value input, Value output) {
        return evaluator.apply(new Divide(), upstream, input);
    }
}

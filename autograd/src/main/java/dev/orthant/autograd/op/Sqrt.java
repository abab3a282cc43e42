package dev.orthant.autograd.op;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Op;
import dev.orthant.autograd.Value;
import dev.orthant.tensor.Tensor;

/// Square root, element by element; NaN below 0.
///
///     Y  = √X
///     dX = dY / (2 Y)
///
/// At 0 the derivative is infinite: add a small number first where 0 can come.
///
/// ```java
/// new Sqrt().forward(Tensor.of(Shape.of(2), 16, -1)).toArray();            // → [4.0, NaN]
/// ```
///
/// @since 0.1.0
public record Sqrt() implements Op.Unary {
    @Override
    public Tensor forward(Tensor input) {
        return Operands.elementwise(
                input, (kernels, x, out) -> kernels.functions().sqrt(x, out));
    }

    @Override
    public Value gradient(Evaluator evaluator, Value upstream, Value input, Value output) {
        return evaluator.apply(new SqrtGradient(), upstream, output);
    }
}

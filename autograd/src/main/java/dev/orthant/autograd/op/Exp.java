package dev.orthant.autograd.op;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Op;
import dev.orthant.autograd.Value;
import dev.orthant.tensor.Tensor;

/// Exponential function, element by element.
///
///     Y  = exp(X)
///     dX = dY ∘ Y
///
/// ```java
/// new Exp().forward(Tensor.of(Shape.of(2), 0, Float.NEGATIVE_INFINITY)).toArray();     // → [1.0, 0.0]
/// ```
///
/// @since 0.1.0
public record Exp() implements Op.Unary {
    @Override
    public Tensor forward(Tensor input) {
        return Operands.elementwise(
                input, (kernels, x, out) -> kernels.functions().exp(x, out));
    }

    @Override
    public Value gradient(Evaluator evaluator, Value upstream, Value input, Value output) {
        return evaluator.apply(new Multiply(), upstream, output);
    }
}

package dev.orthant.autograd.op;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Op;
import dev.orthant.autograd.Value;
import dev.orthant.tensor.Tensor;

/// Sine, element by element, in radians.
///
///     Y  = sin X
///     dX = dY ∘ cos X
///
/// ```java
/// new Sin().forward(Tensor.scalar((float) (Math.PI / 2))).item();          // → 1.0
/// ```
///
/// @since 0.1.0
public record Sin() implements Op.Unary {
    @Override
    public Tensor forward(Tensor input) {
        return Operands.elementwise(
                input, (kernels, x, out) -> kernels.functions().sin(x, out));
    }

    @Override
    public Value gradient(Evaluator evaluator, Value upstream, Value input, Value output) {
        return evaluator.apply(new Multiply(), upstream, evaluator.apply(new Cos(), input));
    }
}

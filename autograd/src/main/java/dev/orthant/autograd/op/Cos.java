package dev.orthant.autograd.op;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Op;
import dev.orthant.autograd.Value;
import dev.orthant.tensor.Tensor;

/// Cosine, element by element, in radians.
///
///     Y  = cos X
///     dX = −dY ∘ sin X
///
/// ```java
/// new Cos().forward(Tensor.scalar(0)).item();                              // → 1.0
/// ```
///
/// @since 0.1.0
public record Cos() implements Op.Unary {
    @Override
    public Tensor forward(Tensor input) {
        return Operands.elementwise(
                input, (kernels, x, out) -> kernels.functions().cos(x, out));
    }

    @Override
    public Value gradient(Evaluator evaluator, Value upstream, Value input, Value output) {
        Value product = evaluator.apply(new Multiply(), upstream, evaluator.apply(new Sin(), input));
        return evaluator.apply(new Negate(), product);
    }
}

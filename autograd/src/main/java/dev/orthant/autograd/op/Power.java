package dev.orthant.autograd.op;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Op;
import dev.orthant.autograd.Value;
import dev.orthant.tensor.Tensor;

/// A fixed power, element by element.
///
///     Y  = Xᵖ
///     dX = dY ∘ p Xᵖ⁻¹, and 0 for p = 0
///
/// Negative numbers have whole powers only; others give NaN.
///
/// ```java
/// new Power(3).forward(Tensor.of(Shape.of(2), -2, 3)).toArray();           // → [-8.0, 27.0]
/// new Power(0.5f).forward(Tensor.scalar(-1)).item();                       // → NaN
/// ```
///
/// @param exponent p
/// @since 0.1.0
public record Power(float exponent) implements Op.Unary {
    @Override
    public Tensor forward(Tensor input) {
        return Operands.elementwise(
                input, (kernels, x, out) -> kernels.functions().power(x, exponent, out));
    }

    @Override
    public Value gradient(Evaluator evaluator, Value upstream, Value input, Value output) {
        return evaluator.apply(new PowerGradient(exponent), upstream, input);
    }
}

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
/// @param exponent p
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

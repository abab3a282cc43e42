package dev.orthant.autograd.op;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Op;
import dev.orthant.autograd.Value;
import dev.orthant.tensor.Tensor;

/// What [Power] carries back, in one pass over memory.
///
///     C  = A ∘ p Xᵖ⁻¹, and 0 for p = 0
///     dA = dC ∘ p Xᵖ⁻¹               dX = dC ∘ A ∘ p (p − 1) Xᵖ⁻², and 0 for p = 0 or 1
///
/// ```java
/// new PowerGradient(3).forward(Tensor.scalar(2), Tensor.scalar(3)).item(); // → 54.0
/// ```
///
/// @param exponent p
/// @since 0.1.0
public record PowerGradient(float exponent) implements Op.Binary {
    @Override
    public Tensor forward(Tensor left, Tensor right) {
        return Operands.elementwise(
                name(), left, right, (kernels, u, x, out) -> kernels.functions().powerGradient(u, x, exponent, out));
    }

    @Override
    public Value gradientOfLeft(Evaluator evaluator, Value upstream, Value left, Value right, Value output) {
        return evaluator.apply(this, upstream, right);
    }

    @Override
    public Value gradientOfRight(Evaluator evaluator, Value upstream, Value left, Value right, Value output) {
        if (exponent == 0) {
            return Operands.noDerivative(evaluator, right); // 0 · X⁻² would be NaN at 0
        }
        Value product = evaluator.apply(new Multiply(), upstream, left);
        Value curved = evaluator.apply(new PowerGradient(exponent - 1), product, right);
        return evaluator.apply(new Scale(exponent), curved);
    }
}

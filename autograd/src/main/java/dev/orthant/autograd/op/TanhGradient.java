package dev.orthant.autograd.op;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Op;
import dev.orthant.autograd.Value;
import dev.orthant.tensor.Tensor;

/// What [Tanh] carries back, in one pass over memory.
///
///     C  = A ∘ (1 − Y²)          Y = tanh X
///     dA = dC ∘ (1 − Y²)         dY = −2 dC ∘ A ∘ Y
///
/// ```java
/// new TanhGradient().forward(Tensor.scalar(2), Tensor.scalar(0.5f)).item();        // → 1.5
/// ```
///
/// @since 0.1.0
public record TanhGradient() implements Op.Binary {
    @Override
    public Tensor forward(Tensor left, Tensor right) {
        return Operands.elementwise(
                name(), left, right, (kernels, u, y, out) -> kernels.functions().tanhGradient(u, y, out));
    }

    @Override
    public Value gradientOfLeft(Evaluator evaluator, Value upstream, Value left, Value right, Value output) {
        return evaluator.apply(this, upstream, right);
    }

    @Override
    public Value gradientOfRight(Evaluator evaluator, Value upstream, Value left, Value right, Value output) {
        Value product = evaluator.apply(new Multiply(), evaluator.apply(new Multiply(), upstream, left), right);
        return evaluator.apply(new Scale(-2), product);
    }
}

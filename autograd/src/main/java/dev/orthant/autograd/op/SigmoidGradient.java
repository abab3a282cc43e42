package dev.orthant.autograd.op;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Op;
import dev.orthant.autograd.Value;
import dev.orthant.tensor.Tensor;

/// What [Sigmoid] carries back, in one pass over memory.
///
///     C  = A ∘ Y ∘ (1 − Y)           Y = 1/(1 + exp(−X))
///     dA = dC ∘ Y ∘ (1 − Y)          dY = dC ∘ A ∘ (1 − 2 Y)
///
/// ```java
/// new SigmoidGradient().forward(Tensor.scalar(2), Tensor.scalar(0.5f)).item();     // → 0.5
/// ```
///
/// @since 0.1.0
public record SigmoidGradient() implements Op.Binary {
    @Override
    public Tensor forward(Tensor left, Tensor right) {
        return Operands.elementwise(
                name(), left, right, (kernels, u, y, out) -> kernels.functions().sigmoidGradient(u, y, out));
    }

    @Override
    public Value gradientOfLeft(Evaluator evaluator, Value upstream, Value left, Value right, Value output) {
        return evaluator.apply(this, upstream, right);
    }

    @Override
    public Value gradientOfRight(Evaluator evaluator, Value upstream, Value left, Value right, Value output) {
        Value slope = evaluator.apply(new AddScalar(1), evaluator.apply(new Scale(-2), right));
        return evaluator.apply(new Multiply(), evaluator.apply(new Multiply(), upstream, left), slope);
    }
}

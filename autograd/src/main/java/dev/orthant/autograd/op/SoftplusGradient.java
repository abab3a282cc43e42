package dev.orthant.autograd.op;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Op;
import dev.orthant.autograd.Value;
import dev.orthant.tensor.Tensor;

/// What [Softplus] carries back, in one pass over memory.
///
///     C  = A ∘ σ(X)
///     dA = dC ∘ σ(X)          dX = dC ∘ A ∘ σ(X) ∘ (1 − σ(X))
///
/// ```java
/// new SoftplusGradient().forward(Tensor.scalar(2), Tensor.scalar(0)).item();       // → 1.0
/// ```
///
/// @since 0.1.0
public record SoftplusGradient() implements Op.Binary {
    @Override
    public Tensor forward(Tensor left, Tensor right) {
        return Operands.elementwise(
                name(), left, right, (kernels, u, x, out) -> kernels.functions().softplusGradient(u, x, out));
    }

    @Override
    public Value gradientOfLeft(Evaluator evaluator, Value upstream, Value left, Value right, Value output) {
        return evaluator.apply(this, upstream, right);
    }

    @Override
    public Value gradientOfRight(Evaluator evaluator, Value upstream, Value left, Value right, Value output) {
        Value sigmoid = evaluator.apply(new Sigmoid(), right);
        return evaluator.apply(new SigmoidGradient(), evaluator.apply(new Multiply(), upstream, left), sigmoid);
    }
}

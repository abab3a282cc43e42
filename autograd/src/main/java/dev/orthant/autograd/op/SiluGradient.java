package dev.orthant.autograd.op;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Op;
import dev.orthant.autograd.Value;
import dev.orthant.tensor.Tensor;

/// What [Silu] carries back, in one pass over memory.
///
///     C  = A ∘ (S + X ∘ S′)           S = σ(X),  S′ = S ∘ (1 − S)
///     dA = dC ∘ (S + X ∘ S′)          dX = dC ∘ A ∘ S′ ∘ (2 + X ∘ (1 − 2 S))
///
/// ```java
/// new SiluGradient().forward(Tensor.scalar(2), Tensor.scalar(0)).item();   // → 1.0
/// ```
///
/// @since 0.1.0
public record SiluGradient() implements Op.Binary {
    @Override
    public Tensor forward(Tensor left, Tensor right) {
        return Operands.elementwise(
                name(), left, right, (kernels, u, x, out) -> kernels.functions().siluGradient(u, x, out));
    }

    @Override
    public Value gradientOfLeft(Evaluator evaluator, Value upstream, Value left, Value right, Value output) {
        return evaluator.apply(this, upstream, right);
    }

    @Override
    public Value gradientOfRight(Evaluator evaluator, Value upstream, Value left, Value right, Value output) {
        Value sigmoid = evaluator.apply(new Sigmoid(), right);
        Value tilt = evaluator.apply(new AddScalar(1), evaluator.apply(new Scale(-2), sigmoid));
        Value slope = evaluator.apply(new AddScalar(2), evaluator.apply(new Multiply(), right, tilt));
        Value product = evaluator.apply(new Multiply(), evaluator.apply(new Multiply(), upstream, left), slope);
        return evaluator.apply(new SigmoidGradient(), product, sigmoid);
    }
}

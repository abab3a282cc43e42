package dev.orthant.autograd.op;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Op;
import dev.orthant.autograd.Value;
import dev.orthant.tensor.Tensor;

/// What [Erf] carries back, in one pass over memory.
///
///     C  = A ∘ 2/√π exp(−X²)
///     dA = dC ∘ 2/√π exp(−X²)        dX = −2 C ∘ dC ∘ X
///
/// ```java
/// new ErfGradient().forward(Tensor.scalar(1), Tensor.scalar(0)).item();    // → 1.12837…
/// ```
///
/// @since 0.1.0
public record ErfGradient() implements Op.Binary {
    @Override
    public Tensor forward(Tensor left, Tensor right) {
        return Operands.elementwise(
                name(), left, right, (kernels, u, x, out) -> kernels.functions().erfGradient(u, x, out));
    }

    @Override
    public Value gradientOfLeft(Evaluator evaluator, Value upstream, Value left, Value right, Value output) {
        return evaluator.apply(this, upstream, right);
    }

    @Override
    public Value gradientOfRight(Evaluator evaluator, Value upstream, Value left, Value right, Value output) {
        Value product = evaluator.apply(new Multiply(), evaluator.apply(new Multiply(), upstream, output), right);
        return evaluator.apply(new Scale(-2), product);
    }
}

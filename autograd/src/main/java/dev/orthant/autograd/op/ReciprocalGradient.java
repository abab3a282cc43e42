package dev.orthant.autograd.op;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Op;
import dev.orthant.autograd.Value;
import dev.orthant.tensor.Tensor;

/// What [Reciprocal] carries back, in one pass over memory.
///
///     C  = −A ∘ Y²               Y = 1 / X
///     dA = −dC ∘ Y²              dY = −2 dC ∘ A ∘ Y
///
/// ```java
/// new ReciprocalGradient().forward(Tensor.scalar(3), Tensor.scalar(0.5f)).item();      // → -0.75
/// ```
///
/// @since 0.1.0
public record ReciprocalGradient() implements Op.Binary {
    @Override
    public Tensor forward(Tensor left, Tensor right) {
        return Operands.elementwise(
                name(), left, right, (kernels, u, y, out) -> kernels.functions().reciprocalGradient(u, y, out));
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

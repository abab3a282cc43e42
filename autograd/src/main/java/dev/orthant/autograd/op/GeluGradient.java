package dev.orthant.autograd.op;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Op;
import dev.orthant.autograd.Value;
import dev.orthant.tensor.Tensor;

/// What [Gelu] carries back, in one pass over memory.
///
///     C  = A ∘ (Φ(X) + X ∘ φ(X))
///     dA = dC ∘ (Φ(X) + X ∘ φ(X))        dX = dC ∘ A ∘ (2 − X²) ∘ φ(X)
///
/// ```java
/// new GeluGradient().forward(Tensor.scalar(2), Tensor.scalar(0)).item();   // → 1.0
/// ```
///
/// @since 0.1.0
public record GeluGradient() implements Op.Binary {
    private static final float PEAK = (float) (1 / Math.sqrt(2 * Math.PI));

    @Override
    public Tensor forward(Tensor left, Tensor right) {
        return Operands.elementwise(
                name(), left, right, (kernels, u, x, out) -> kernels.functions().geluGradient(u, x, out));
    }

    @Override
    public Value gradientOfLeft(Evaluator evaluator, Value upstream, Value left, Value right, Value output) {
        return evaluator.apply(this, upstream, right);
    }

    @Override
    public Value gradientOfRight(Evaluator evaluator, Value upstream, Value left, Value right, Value output) {
        Value square = evaluator.apply(new Square(), right);
        Value bell = evaluator.apply(new Exp(), evaluator.apply(new Scale(-0.5f), square));
        Value density = evaluator.apply(new Scale(PEAK), bell);
        Value slope = evaluator.apply(new AddScalar(2), evaluator.apply(new Negate(), square));
        Value product = evaluator.apply(new Multiply(), evaluator.apply(new Multiply(), upstream, left), slope);
        return evaluator.apply(new Multiply(), product, density);
    }
}

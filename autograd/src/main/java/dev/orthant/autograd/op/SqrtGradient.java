package dev.orthant.autograd.op;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Op;
import dev.orthant.autograd.Value;
import dev.orthant.tensor.Tensor;

/// What [Sqrt] carries back, in one pass over memory.
///
///     C  = A / (2 Y)              Y = √X
///     dA = dC / (2 Y)             dY = −dC ∘ C / Y
///
/// ```java
/// new SqrtGradient().forward(Tensor.scalar(2), Tensor.scalar(4)).item();   // → 0.25
/// ```
///
/// @since 0.1.0
public record SqrtGradient() implements Op.Binary {
    @Override
    public Tensor forward(Tensor left, Tensor right) {
        return Operands.elementwise(
                name(), left, right, (kernels, u, y, out) -> kernels.functions().sqrtGradient(u, y, out));
    }

    @Override
    public Value gradientOfLeft(Evaluator evaluator, Value upstream, Value left, Value right, Value output) {
        return evaluator.apply(this, upstream, right);
    }

    @Override
    public Value gradientOfRight(Evaluator evaluator, Value upstream, Value left, Value right, Value output) {
        Value product = evaluator.apply(new Multiply(), upstream, output);
        return evaluator.apply(new Negate(), evaluator.apply(new Divide(), product, right));
    }
}

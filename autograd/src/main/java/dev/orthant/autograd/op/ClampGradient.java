package dev.orthant.autograd.op;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Op;
import dev.orthant.autograd.Value;
import dev.orthant.tensor.Tensor;

/// What [Clamp] carries back, in one pass over memory.
///
///     C  = A where lowest ≤ B ≤ highest, else 0
///     dA = dC where lowest ≤ B ≤ highest, else 0        dB = 0 (the jumps have no derivative)
///
/// ```java
/// Tensor upstream = Tensor.filled(Shape.of(3), 2);
/// new ClampGradient(-1, 1).forward(upstream, Tensor.of(Shape.of(3), -5, 0.5f, 7)).toArray();   // → [0.0, 2.0, 0.0]
/// ```
///
/// @param lowest  at most `highest`
/// @param highest at least `lowest`
/// @since 0.1.0
public record ClampGradient(float lowest, float highest) implements Op.Binary {
    @Override
    public Tensor forward(Tensor left, Tensor right) {
        return Operands.elementwise(
                name(),
                left,
                right,
                (kernels, u, x, out) -> kernels.functions().clampGradient(u, x, lowest, highest, out));
    }

    @Override
    public Value gradientOfLeft(Evaluator evaluator, Value upstream, Value left, Value right, Value output) {
        return evaluator.apply(this, upstream, right);
    }

    @Override
    public Value gradientOfRight(Evaluator evaluator, Value upstream, Value left, Value right, Value output) {
        return Operands.noDerivative(evaluator, right);
    }
}

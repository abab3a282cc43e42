package dev.orthant.autograd.op;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Op;
import dev.orthant.autograd.Value;
import dev.orthant.tensor.Tensor;

/// What [PiecewiseLinear] carries back, in one pass over memory.
///
///     C  = A ∘ (negative where B < 0, positive where B > 0, 0 where B = 0)
///     dA = dC ∘ the same slopes          dB = 0 (the jump at B = 0 has no derivative)
///
/// ```java
/// Tensor upstream = Tensor.filled(Shape.of(3), 10);
/// Tensor input = Tensor.of(Shape.of(3), -4, 0, 3);
/// new PiecewiseLinearGradient(0.5f, 1).forward(upstream, input).toArray();     // → [5.0, 0.0, 10.0]
/// ```
///
/// @param negative slope below 0
/// @param positive slope above 0
/// @since 0.1.0
public record PiecewiseLinearGradient(float negative, float positive) implements Op.Binary {
    @Override
    public Tensor forward(Tensor left, Tensor right) {
        return Operands.elementwise(
                name(),
                left,
                right,
                (kernels, u, x, out) -> kernels.functions().piecewiseLinearGradient(u, x, negative, positive, out));
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

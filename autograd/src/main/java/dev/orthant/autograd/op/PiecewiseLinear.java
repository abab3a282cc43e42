package dev.orthant.autograd.op;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Op;
import dev.orthant.autograd.Value;
import dev.orthant.tensor.Tensor;

/// A slope on either side of 0: leaky rectifier, absolute value.
///
///     Y  = negative · min(X, 0) + positive · max(X, 0)
///     dX = dY ∘ (negative where X < 0, positive where X > 0, 0 where X = 0)
///
/// ```java
/// new PiecewiseLinear(0.5f, 1).forward(Tensor.of(Shape.of(2), -4, 3)).toArray();       // → [-2.0, 3.0]
/// ```
///
/// @param negative slope below 0
/// @param positive slope above 0
/// @since 0.1.0
public record PiecewiseLinear(float negative, float positive) implements Op.Unary {
    @Override
    public Tensor forward(Tensor input) {
        return Operands.elementwise(
                input, (kernels, x, out) -> kernels.functions().piecewiseLinear(x, negative, positive, out));
    }

    @Override
    public Value gradient(Evaluator evaluator, Value upstream, Value input, Value output) {
        return evaluator.apply(new PiecewiseLinearGradient(negative, positive), upstream, input);
    }
}

package dev.orthant.autograd.op;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Op;
import dev.orthant.autograd.Value;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.kernel.ActiveKernels;

/// One of two numbers, by the sign of each element: the sign function, a step, the slope of a piecewise linear function.
///
///     Y  = negative where X < 0, positive where X > 0, 0 where X = 0
///     dX = 0 (the jump at 0 has no derivative)
///
/// ```java
/// new BySign(-1, 1).forward(Tensor.of(Shape.of(3), -5, 0, 0.1f)).toArray();    // → [-1.0, 0.0, 1.0]
/// ```
///
/// @param negative where X < 0
/// @param positive where X > 0
/// @since 0.1.0
public record BySign(float negative, float positive) implements Op.Unary {
    @Override
    public Tensor forward(Tensor input) {
        Tensor slopes = Tensor.filled(input.shape(), 1);
        ActiveKernels.get()
                .functions()
                .piecewiseLinearGradient(slopes.span(), input.span(), negative, positive, slopes.span());
        return slopes;
    }

    @Override
    public Value gradient(Evaluator evaluator, Value upstream, Value input, Value output) {
        return Operands.noDerivative(evaluator, input);
    }
}

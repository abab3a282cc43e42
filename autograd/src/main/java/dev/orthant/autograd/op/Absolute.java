package dev.orthant.autograd.op;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Op;
import dev.orthant.autograd.Value;
import dev.orthant.tensor.Tensor;

/// Absolute value, element by element.
///
///     Y  = |X|
///     dX = dY ∘ sign X, and 0 where X = 0
///
/// ```java
/// new Absolute().forward(Tensor.of(Shape.of(3), -2, 0, 3)).toArray();      // → [2.0, 0.0, 3.0]
/// ```
///
/// @since 0.1.0
public record Absolute() implements Op.Unary {
    @Override
    public Tensor forward(Tensor input) {
        return Operands.elementwise(
                input, (kernels, x, out) -> kernels.functions().absolute(x, out));
    }

    @Override
    public Value gradient(Evaluator evaluator, Value upstream, Value input, Value output) {
        return evaluator.apply(new PiecewiseLinearGradient(-1, 1), upstream, input);
    }
}

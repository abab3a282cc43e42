package dev.orthant.autograd.op;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Op;
import dev.orthant.autograd.Value;
import dev.orthant.tensor.Tensor;

/// Hyperbolic tangent, element by element.
///
///     Y  = tanh X
///     dX = dY ∘ (1 − Y²)
///
/// ```java
/// new Tanh().forward(Tensor.of(Shape.of(3), -50, 0, 50)).toArray();        // → [-1.0, 0.0, 1.0]
/// ```
///
/// @since 0.1.0
public record Tanh() implements Op.Unary {
    @Override
    public Tensor forward(Tensor input) {
        return Operands.elementwise(
                input, (kernels, x, out) -> kernels.functions().tanh(x, out));
    }

    @Override
    public Value gradient(Evaluator evaluator, Value upstream, Value input, Value output) {
        return evaluator.apply(new TanhGradient(), upstream, output);
    }
}

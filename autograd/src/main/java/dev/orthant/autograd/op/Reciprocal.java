package dev.orthant.autograd.op;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Op;
import dev.orthant.autograd.Value;
import dev.orthant.tensor.Tensor;

/// Reciprocal, element by element; infinite at 0.
///
///     Y  = 1 / X
///     dX = −dY ∘ Y²
///
/// ```java
/// new Reciprocal().forward(Tensor.of(Shape.of(2), 4, 0)).toArray();        // → [0.25, Infinity]
/// ```
///
/// @since 0.1.0
public record Reciprocal() implements Op.Unary {
    @Override
    public Tensor forward(Tensor input) {
        return Operands.elementwise(
                input, (kernels, x, out) -> kernels.functions().reciprocal(x, out));
    }

    @Override
    public Value gradient(Evaluator evaluator, Value upstream, Value input, Value output) {
        return evaluator.apply(new ReciprocalGradient(), upstream, output);
    }
}

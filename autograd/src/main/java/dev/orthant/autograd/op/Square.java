package dev.orthant.autograd.op;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Op;
import dev.orthant.autograd.Value;
import dev.orthant.tensor.Tensor;

/// Square, element by element.
///
///     Y  = X ∘ X
///     dX = 2 dY ∘ X
///
/// ```java
/// new Square().forward(Tensor.of(Shape.of(2), -3, 4)).toArray();           // → [9.0, 16.0]
/// ```
///
/// @since 0.1.0
public record Square() implements Op.Unary {
    @Override
    public Tensor forward(Tensor input) {
        return Operands.elementwise(input, (kernels, x, out) -> kernels.multiply(x, x, out));
    }

    @Override
    public Value gradient(Evaluator evaluator, Value upstream, Value input, Value output) {
        return evaluator.apply(new Scale(2), evaluator.apply(new Multiply(), upstream, input));
    }
}

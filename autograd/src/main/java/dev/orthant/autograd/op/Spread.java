package dev.orthant.autograd.op;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Op;
import dev.orthant.autograd.Value;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;

/// One number copied to every element of a shape: the transpose of [Sum].
///
///     Y  = x · 1
///     dx = Σ dYᵢ
///
/// ```java
/// new Spread(Shape.of(2, 2)).forward(Tensor.scalar(5)).toArray();          // → [5.0, 5.0, 5.0, 5.0]
/// ```
///
/// @param shape of the result
/// @since 0.1.0
public record Spread(Shape shape) implements Op.Unary {
    @Override
    public Tensor forward(Tensor input) {
        Operands.requireOneElement("spread", input);
        return Tensor.filled(shape, input.item());
    }

    @Override
    public Value gradient(Evaluator evaluator, Value upstream, Value input, Value output) {
        Value sum = evaluator.apply(new Sum(), upstream);
        return evaluator.apply(new Reshape(input.tensor().shape()), sum);
    }
}

package dev.orthant.autograd.op;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Op;
import dev.orthant.autograd.Value;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;

/// The same numbers in another shape of the same size; shares the array.
///
/// ```java
/// Tensor row = Tensor.of(Shape.of(4), 1, 2, 3, 4);
/// new Reshape(Shape.of(2, 2)).forward(row).at(1, 0);                       // → 3.0
/// new Reshape(Shape.of(3)).forward(row);                                   // throws ShapeException
/// ```
///
/// @param shape of the result
/// @since 0.1.0
public record Reshape(Shape shape) implements Op.Unary {
    @Override
    public Tensor forward(Tensor input) {
        return input.reshape(shape);
    }

    @Override
    public Value gradient(Evaluator evaluator, Value upstream, Value input, Value output) {
        return evaluator.apply(new Reshape(input.tensor().shape()), upstream);
    }
}

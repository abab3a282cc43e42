package dev.orthant.autograd.op;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Op;
import dev.orthant.autograd.Value;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;

/// The same numbers in another shape of the same size; shares the array.
///
/// @param shape of the result
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

package dev.orthant.autograd.op;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Op;
import dev.orthant.autograd.Value;
import dev.orthant.tensor.Tensor;

/// Cosine, element by element, in radians.
///
///     Y  = cos X
///     dX = −dY ∘ sin X
public record Cos() implements Op.Unary {
    @Override
    public Tensor forward(Tensor input) {
        return Operands.map(input, Math::cos);
    }

    @Override
    public Value gradient(Evaluator evaluator, Value upstream, Value input, Value output) {
        return evaluator.apply(
                new Multiply(), upstream, evaluator.apply(new Scale(-1), evaluator.apply(new Sin(), input)));
    }
}

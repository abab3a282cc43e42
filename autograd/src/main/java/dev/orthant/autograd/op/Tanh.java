package dev.orthant.autograd.op;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Op;
import dev.orthant.autograd.Value;
import dev.orthant.tensor.Tensor;

/// Hyperbolic tangent, element by element.
///
///     Y  = tanh X
///     dX = dY ∘ (1 − Y²)
public record Tanh() implements Op.Unary {
    @Override
    public Tensor forward(Tensor input) {
        return Operands.map(input, Math::tanh);
    }

    @Override
    public Value gradient(Evaluator evaluator, Value upstream, Value input, Value output) {
        Value square = evaluator.apply(new Multiply(), output, output);
        Value slope = evaluator.apply(new AddScalar(1), evaluator.apply(new Scale(-1), square));
        return evaluator.apply(new Multiply(), upstream, slope);
    }
}

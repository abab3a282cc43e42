package dev.orthant.autograd.op;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Op;
import dev.orthant.autograd.Value;
import dev.orthant.tensor.Tensor;

/// One of two numbers, by the sign of each element: the sign function, a step, the slope of a piecewise linear function.
///
///     Y  = negative where X < 0, positive where X > 0, 0 where X = 0
///     dX = 0 (the jump at 0 has no derivative)
///
/// @param negative where X < 0
/// @param positive where X > 0
public record BySign(float negative, float positive) implements Op.Unary {
    @Override
    public Tensor forward(Tensor input) {
        return Operands.map(input, z -> z > 0 ? positive : z < 0 ? negative : 0);
    }

    @Override
    public Value gradient(Evaluator evaluator, Value upstream, Value input, Value output) {
        return evaluator.constant(Tensor.zeros(input.tensor().shape()));
    }
}

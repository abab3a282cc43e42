package dev.orthant.autograd.op;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Op;
import dev.orthant.autograd.Value;
import dev.orthant.tensor.Tensor;

/// What [Clamp] carries back, in one pass over memory.
///
///     C  = A where lowest ≤ B ≤ highest, else 0
///     dA = dC where lowest ≤ B ≤ highest, else 0        dB = 0 (the jumps have no derivative)
///
/// @param lowest  at most `highest`
/// @param highest at least `lowest`
public record ClampGradient(float lowest, float highest) implements Op.Binary {
    @Override
    public Tensor forward(Tensor left, Tensor right) {
        return Operands.elementwise(
                name(),
                left,
                right,
                (kernels, u, x, out) -> kernels.functions().clampGradient(u, x, lowest, highest, out));
    }

    @Override
    public Value gradientOfLeft(Evaluator evaluator, Value upstream, Value left, Value right, Value output) {
        return evaluator.apply(this, upstream, right);
    }

    @Override
    public Value gradientOfRight(Evaluator evaluator, Value upstream, Value left, Value right, Value output) {
        return Operands.noDerivative(evaluator, right);
    }
}

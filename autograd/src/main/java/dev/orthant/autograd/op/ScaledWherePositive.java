package dev.orthant.autograd.op;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Op;
import dev.orthant.autograd.Value;
import dev.orthant.tensor.Tensor;

/// The left input where the right one is positive: the derivative of [ScaledRelu] applied to an upstream gradient.
///
///     C  = gain · A where B > 0, else 0
///     dA = gain · dC where B > 0, else 0        dB = 0 (the step at B = 0 has no derivative)
///
/// ```java
/// Tensor upstream = Tensor.filled(Shape.of(3), 5);
/// new ScaledWherePositive(2).forward(upstream, Tensor.of(Shape.of(3), -1, 0, 3)).toArray();    // → [0.0, 0.0, 10.0]
/// ```
///
/// @param gain factor of the elements that pass
/// @since 0.1.0
public record ScaledWherePositive(float gain) implements Op.Binary {
    @Override
    public Tensor forward(Tensor left, Tensor right) {
        return Operands.elementwise(
                "where positive", left, right, (kernels, a, b, out) -> kernels.scaledWherePositive(a, b, gain, out));
    }

    @Override
    public Value gradientOfLeft(Evaluator evaluator, Value upstream, Value left, Value right, Value output) {
        return evaluator.apply(this, upstream, right);
    }

    @Override
    public Value gradientOfRight(Evaluator evaluator, Value upstream, Value left, Value right, Value output) {
        return evaluator.constant(Tensor.zeros(right.tensor().shape()));
    }
}

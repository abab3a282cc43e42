package dev.orthant.autograd.op;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Op;
import dev.orthant.autograd.Value;
import dev.orthant.tensor.Tensor;

/// Rectifier with a gain.
///
///     Y  = gain · max(0, X)
///     dX = gain · dY where X > 0, else 0
///
/// The subgradient at X = 0 is 0. The second derivative is 0 wherever it exists.
///
/// ```java
/// new ScaledRelu(2).forward(Tensor.of(Shape.of(3), -1, 0, 3)).toArray();   // → [0.0, 0.0, 6.0]
/// ```
///
/// @param gain factor of the positive part; √2 keeps the variance of a symmetric input
/// @since 0.1.0
public record ScaledRelu(float gain) implements Op.Unary {
    @Override
    public Tensor forward(Tensor input) {
        return Operands.elementwise(input, (kernels, x, out) -> kernels.scaledRelu(x, gain, out));
    }

    @Override
    public Value gradient(Evaluator evaluator, Value upstream, Value input, Value output) {
        return evaluator.apply(new ScaledWherePositive(gain), upstream, input);
    }
}

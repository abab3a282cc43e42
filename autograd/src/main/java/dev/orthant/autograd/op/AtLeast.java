package dev.orthant.autograd.op;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Op;
import dev.orthant.autograd.Value;
import dev.orthant.tensor.Tensor;

/// Whether the left number is at least the right one, element by element: 1 where it is, else 0; 0 if either is NaN.
///
///     C  = 1 where A ≥ B, else 0
///     dA = 0        dB = 0 (the jump has no derivative)
///
/// ```java
/// Tensor left = Tensor.of(Shape.of(3), 1, 2, 3);
/// new AtLeast().forward(left, Tensor.filled(Shape.of(3), 2)).toArray();    // → [0.0, 1.0, 1.0]
/// ```
///
/// @since 0.1.0
public record AtLeast() implements Op.Binary {
    @Override
    public Tensor forward(Tensor left, Tensor right) {
        return Operands.compare("at least", left, right, (a, b) -> a >= b);
    }

    @Override
    public Value gradientOfLeft(Evaluator evaluator, Value upstream, Value left, Value right, Value output) {
        return Operands.noDerivative(evaluator, left);
    }

    @Override
    public Value gradientOfRight(Evaluator evaluator, Value upstream, Value left, Value right, Value output) {
        return Operands.noDerivative(evaluator, right);
    }
}

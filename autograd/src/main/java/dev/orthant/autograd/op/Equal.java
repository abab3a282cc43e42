package dev.orthant.autograd.op;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Op;
import dev.orthant.autograd.Value;
import dev.orthant.tensor.Tensor;

/// Whether two numbers are equal, element by element: 1 where they are, else 0; 0 if either is NaN.
///
///     C  = 1 where A = B, else 0
///     dA = 0        dB = 0 (the jump has no derivative)
///
/// ```java
/// new Equal().forward(Tensor.of(Shape.of(2), 3, 1), Tensor.of(Shape.of(2), 3, 0)).toArray();       // → [1.0, 0.0]
/// ```
///
/// @since 0.1.0
public record Equal() implements Op.Binary {
    @Override
    public Tensor forward(Tensor left, Tensor right) {
        return Operands.compare("equal", left, right, (a, b) -> a == b);
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

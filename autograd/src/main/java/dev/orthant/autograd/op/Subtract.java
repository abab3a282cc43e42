package dev.orthant.autograd.op;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Op;
import dev.orthant.autograd.Value;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.kernel.Kernels;

/// Difference of two tensors of one shape.
///
///     C = A − B
///     dA = dC        dB = −dC
///
/// ```java
/// new Subtract().forward(Tensor.of(Shape.of(2), 1, 5), Tensor.of(Shape.of(2), 3, 4)).toArray();    // → [-2.0, 1.0]
/// ```
///
/// @since 0.1.0
public record Subtract() implements Op.Binary {
    @Override
    public Tensor forward(Tensor left, Tensor right) {
        return Operands.elementwise("subtract", left, right, Kernels::subtract);
    }

    @Override
    public Value gradientOfLeft(Evaluator evaluator, Value upstream, Value left, Value right, Value output) {
        return upstream;
    }

    @Override
    public Value gradientOfRight(Evaluator evaluator, Value upstream, Value left, Value right, Value output) {
        return evaluator.apply(new Scale(-1), upstream);
    }
}

package dev.orthant.autograd.op;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Op;
import dev.orthant.autograd.Value;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.kernel.Kernels;

/// Elementwise (Hadamard) product of two tensors of one shape.
///
///     C = A ∘ B
///     dA = dC ∘ B        dB = dC ∘ A
///
/// ```java
/// new Multiply().forward(Tensor.of(Shape.of(2), 1, 5), Tensor.of(Shape.of(2), 3, 4)).toArray();    // → [3.0, 20.0]
/// ```
///
/// @since 0.1.0
public record Multiply() implements Op.Binary {
    @Override
    public Tensor forward(Tensor left, Tensor right) {
        return Operands.elementwise("multiply", left, right, Kernels::multiply);
    }

    @Override
    public Value gradientOfLeft(Evaluator evaluator, Value upstream, Value left, Value right, Value output) {
        return evaluator.apply(this, upstream, right);
    }

    @Override
    public Value gradientOfRight(Evaluator evaluator, Value upstream, Value left, Value right, Value output) {
        return evaluator.apply(this, upstream, left);
    }
}

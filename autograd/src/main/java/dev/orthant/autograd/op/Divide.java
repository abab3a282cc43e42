package dev.orthant.autograd.op;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Op;
import dev.orthant.autograd.Value;
import dev.orthant.tensor.Tensor;

/// Elementwise quotient of two tensors of one shape; as float32 has it for a zero denominator (±∞, NaN for 0/0).
///
///     C  = A / B
///     dA = dC / B          dB = −dC ∘ C / B
///
/// [DivideOrZero] is the quotient that is 0 there.
///
/// ```java
/// new Divide().forward(Tensor.of(Shape.of(2), 3, 1), Tensor.of(Shape.of(2), 2, 0)).toArray();      // → [1.5, Infinity]
/// ```
///
/// @since 0.1.0
public record Divide() implements Op.Binary {
    @Override
    public Tensor forward(Tensor left, Tensor right) {
        return Operands.elementwise(
                "divide",
                left,
                right,
                (kernels, a, b, out) -> kernels.functions().divide(a, b, out));
    }

    @Override
    public Value gradientOfLeft(Evaluator evaluator, Value upstream, Value left, Value right, Value output) {
        return evaluator.apply(this, upstream, right);
    }

    @Override
    public Value gradientOfRight(Evaluator evaluator, Value upstream, Value left, Value right, Value output) {
        Value product = evaluator.apply(new Multiply(), upstream, output);
        return evaluator.apply(new Negate(), evaluator.apply(this, product, right));
    }
}

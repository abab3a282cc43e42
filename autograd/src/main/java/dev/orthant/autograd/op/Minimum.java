package dev.orthant.autograd.op;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Op;
import dev.orthant.autograd.Value;
import dev.orthant.tensor.Tensor;

/// The smaller of two numbers, element by element; NaN if either is.
///
///     C  = min(A, B)
///     dA = dC where A < B, ½ dC where A = B, else 0        dB: the rest of dC
///
/// Where they are equal each gets half, so that the order of the inputs does not matter (as in PyTorch). Where either is NaN
/// dB is all of dC: nothing of it is lost.
///
/// ```java
/// new Minimum().forward(Tensor.of(Shape.of(2), 1, 5), Tensor.of(Shape.of(2), 3, 4)).toArray();     // → [1.0, 4.0]
/// ```
///
/// @since 0.1.0
public record Minimum() implements Op.Binary {
    @Override
    public Tensor forward(Tensor left, Tensor right) {
        return Operands.elementwise(
                "minimum",
                left,
                right,
                (kernels, a, b, out) -> kernels.functions().minimum(a, b, out));
    }

    @Override
    public Value gradientOfLeft(Evaluator evaluator, Value upstream, Value left, Value right, Value output) {
        return evaluator.apply(new Multiply(), upstream, Operands.shareOfLarger(evaluator, right, left));
    }

    @Override
    public Value gradientOfRight(Evaluator evaluator, Value upstream, Value left, Value right, Value output) {
        Value rest = Operands.rest(evaluator, Operands.shareOfLarger(evaluator, right, left));
        return evaluator.apply(new Multiply(), upstream, rest);
    }
}

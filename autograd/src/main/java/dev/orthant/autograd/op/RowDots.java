package dev.orthant.autograd.op;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Op;
import dev.orthant.autograd.Value;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.kernel.ActiveKernels;

/// Inner products of the rows of two tensors of one shape, `[…, width]` to `[…]`; accumulated in double precision.
///
///     yᵢ = Σⱼ Aᵢⱼ Bᵢⱼ
///     dA = diag(dy) B        dB = diag(dy) A
///
/// ```java
/// Tensor rows = Tensor.of(Shape.of(2, 2), 1, 2, 3, 4);
/// new RowDots().forward(rows, rows).toArray();                             // → [5.0, 25.0]
/// ```
///
/// @since 0.1.0
public record RowDots() implements Op.Binary {
    @Override
    public Tensor forward(Tensor left, Tensor right) {
        Operands.requireSameShape("row dots", left, right);
        Tensor dots = Tensor.uninitialised(Along.without("row dots", left.shape(), -1));
        ActiveKernels.get().rows().rowDots(Operands.lastAxis(left), Operands.lastAxis(right), dots.span());
        return dots;
    }

    @Override
    public Value gradientOfLeft(Evaluator evaluator, Value upstream, Value left, Value right, Value output) {
        return evaluator.apply(new MultiplyColumn(), right, upstream);
    }

    @Override
    public Value gradientOfRight(Evaluator evaluator, Value upstream, Value left, Value right, Value output) {
        return evaluator.apply(new MultiplyColumn(), left, upstream);
    }
}

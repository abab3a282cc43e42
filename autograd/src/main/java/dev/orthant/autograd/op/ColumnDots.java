package dev.orthant.autograd.op;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Op;
import dev.orthant.autograd.Value;
import dev.orthant.tensor.MatrixView;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.kernel.ActiveKernels;

/// Inner products of the columns of two tensors of one shape, `[…, width]` to `[width]`; accumulated in double precision.
///
///     yⱼ = Σᵢ Aᵢⱼ Bᵢⱼ
///     dA = B diag(dy)        dB = A diag(dy)
///
/// ```java
/// Tensor left = Tensor.of(Shape.of(2, 2), 1, 2, 3, 4);
/// new ColumnDots().forward(left, left).toArray();                          // → [10.0, 20.0]
/// ```
///
/// @since 0.1.0
public record ColumnDots() implements Op.Binary {
    @Override
    public Tensor forward(Tensor left, Tensor right) {
        Operands.requireSameShape("column dots", left, right);
        MatrixView rows = Operands.rows("column dots", left);
        Tensor dots = Tensor.uninitialised(Shape.of(rows.columns()));
        ActiveKernels.get().rows().columnDots(rows, Operands.rows(right), dots.span());
        return dots;
    }

    @Override
    public Value gradientOfLeft(Evaluator evaluator, Value upstream, Value left, Value right, Value output) {
        return evaluator.apply(new MultiplyRow(), right, upstream);
    }

    @Override
    public Value gradientOfRight(Evaluator evaluator, Value upstream, Value left, Value right, Value output) {
        return evaluator.apply(new MultiplyRow(), left, upstream);
    }
}

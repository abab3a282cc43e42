package dev.orthant.autograd.op;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Op;
import dev.orthant.autograd.Value;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.kernel.ActiveKernels;

/// A row added along the last axis: `[…, width]` plus `[width]`, the bias of a linear layer or of a convolution (channels
/// last).
///
///     C  = A + 1 bᵀ
///     dA = dC        db = Σ over the rows of dC
///
/// ```java
/// Tensor rows = Tensor.of(Shape.of(2, 2), 1, 2, 3, 4);
/// new AddRow().forward(rows, Tensor.of(Shape.of(2), 10, 20)).toArray();    // → [11.0, 22.0, 13.0, 24.0]
/// new AddRow().forward(rows, Tensor.zeros(Shape.of(3)));                   // throws ShapeException
/// ```
///
/// @since 0.1.0
public record AddRow() implements Op.Binary {
    @Override
    public Tensor forward(Tensor left, Tensor right) {
        Operands.requireRow("add row", left, right);
        Tensor sum = Tensor.uninitialised(left.shape());
        ActiveKernels.get().rows().addRow(Operands.rows(left), right.span(), Operands.rows(sum));
        return sum;
    }

    @Override
    public Value gradientOfLeft(Evaluator evaluator, Value upstream, Value left, Value right, Value output) {
        return upstream;
    }

    @Override
    public Value gradientOfRight(Evaluator evaluator, Value upstream, Value left, Value right, Value output) {
        return evaluator.apply(new SumRows(), upstream);
    }
}

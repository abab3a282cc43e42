package dev.orthant.autograd.op;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Op;
import dev.orthant.autograd.Value;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.kernel.ActiveKernels;

/// Every row multiplied by one row, along the last axis: `[…, width]` times `[width]`, the gain of a normalised layer.
///
///     C  = A diag(r)
///     dA = dC diag(r)        dr = Σ over the rows of A ∘ dC, the [ColumnDots]
///
/// ```java
/// Tensor rows = Tensor.of(Shape.of(2, 2), 1, 2, 3, 4);
/// new MultiplyRow().forward(rows, Tensor.of(Shape.of(2), 10, 100)).toArray();      // → [10.0, 200.0, 30.0, 400.0]
/// ```
///
/// @since 0.1.0
public record MultiplyRow() implements Op.Binary {
    @Override
    public Tensor forward(Tensor left, Tensor right) {
        Operands.requireRow("multiply row", left, right);
        Tensor product = Tensor.uninitialised(left.shape());
        ActiveKernels.get().rows().multiplyRow(Operands.rows(left), right.span(), Operands.rows(product));
        return product;
    }

    @Override
    public Value gradientOfLeft(Evaluator evaluator, Value upstream, Value left, Value right, Value output) {
        return evaluator.apply(this, upstream, right);
    }

    @Override
    public Value gradientOfRight(Evaluator evaluator, Value upstream, Value left, Value right, Value output) {
        return evaluator.apply(new ColumnDots(), left, upstream);
    }
}

package dev.orthant.autograd.op;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Op;
import dev.orthant.autograd.Value;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.ShapeException;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.kernel.ActiveKernels;

/// Every row multiplied by a number of its own, `[…, width]` times `[…]`.
///
///     C  = diag(c) A
///     dA = diag(c) dC        dc = the [RowDots] of A and dC
///
/// ```java
/// Tensor rows = Tensor.of(Shape.of(2, 2), 1, 2, 3, 4);
/// new MultiplyColumn().forward(rows, Tensor.of(Shape.of(2), 10, 100)).toArray();   // → [10.0, 20.0, 300.0, 400.0]
/// ```
///
/// @since 0.1.0
public record MultiplyColumn() implements Op.Binary {
    @Override
    public Tensor forward(Tensor left, Tensor right) {
        Shape column = Along.without("multiply column", left.shape(), -1);
        if (!right.shape().equals(column)) {
            throw new ShapeException("multiply column: the rows are " + left.shape() + " and the column is "
                    + right.shape() + "; " + column + " is required");
        }
        Tensor product = Tensor.uninitialised(left.shape());
        ActiveKernels.get().rows().multiplyColumn(Operands.lastAxis(left), right.span(), Operands.lastAxis(product));
        return product;
    }

    @Override
    public Value gradientOfLeft(Evaluator evaluator, Value upstream, Value left, Value right, Value output) {
        return evaluator.apply(this, upstream, right);
    }

    @Override
    public Value gradientOfRight(Evaluator evaluator, Value upstream, Value left, Value right, Value output) {
        return evaluator.apply(new RowDots(), left, upstream);
    }
}

package dev.orthant.autograd.op;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Op;
import dev.orthant.autograd.Value;
import dev.orthant.tensor.MatrixView;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.kernel.ActiveKernels;
import dev.orthant.tensor.kernel.Axis;

/// Sum over all axes but the last, `[…, width]` to `[width]`; accumulated in double precision.
///
///     y  = Xᵀ 1
///     dX = 1 dyᵀ
///
/// ```java
/// new SumRows().forward(Tensor.of(Shape.of(2, 2), 1, 2, 3, 4)).toArray();  // → [4.0, 6.0]
/// ```
///
/// @since 0.1.0
public record SumRows() implements Op.Unary {
    @Override
    public Tensor forward(Tensor input) {
        MatrixView rows = Operands.rows("sum rows", input);
        Tensor sum = Tensor.uninitialised(Shape.of(rows.columns()));
        ActiveKernels.get().rows().sum(input.span(), new Axis(1, rows.rows(), rows.columns()), sum.span());
        return sum;
    }

    @Override
    public Value gradient(Evaluator evaluator, Value upstream, Value input, Value output) {
        Value zeros = evaluator.constant(Tensor.zeros(input.tensor().shape()));
        return evaluator.apply(new AddRow(), zeros, upstream);
    }
}

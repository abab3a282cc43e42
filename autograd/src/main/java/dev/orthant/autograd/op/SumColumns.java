package dev.orthant.autograd.op;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Op;
import dev.orthant.autograd.Value;
import dev.orthant.tensor.MatrixView;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;

/// Sum over the columns of a matrix, `[batch, width]` to `[batch]`; accumulated in double precision.
///
///     y  = X 1
///     dX = dy 1ᵀ
///
/// ```java
/// new SumColumns().forward(Tensor.of(Shape.of(2, 2), 1, 2, 3, 4)).toArray();       // → [3.0, 7.0]
/// ```
///
/// @since 0.1.0
public record SumColumns() implements Op.Unary {
    @Override
    public Tensor forward(Tensor input) {
        Operands.requireRank("sum columns", input, 2);
        Tensor sum = Tensor.zeros(Shape.of(input.shape().axis(0)));
        MatrixView matrix = input.matrix();
        for (int row = 0; row < matrix.rows(); row++) {
            double total = 0;
            int from = matrix.from() + row * matrix.stride();
            for (int i = from; i < from + matrix.columns(); i++) {
                total += matrix.array()[i];
            }
            sum.span().array()[row] = (float) total;
        }
        return sum;
    }

    @Override
    public Value gradient(Evaluator evaluator, Value upstream, Value input, Value output) {
        return evaluator.apply(new SpreadColumns(input.tensor().shape().axis(1)), upstream);
    }
}

package dev.orthant.autograd.op;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Op;
import dev.orthant.autograd.Value;
import dev.orthant.tensor.MatrixView;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.kernel.ActiveKernels;

/// Sum over the rows of a matrix, `[batch, width]` to `[width]`.
///
///     y  = Xᵀ 1
///     dX = 1 dyᵀ
public record SumRows() implements Op.Unary {
    @Override
    public Tensor forward(Tensor input) {
        Operands.requireRank("sum rows", input, 2);
        Tensor sum = Tensor.zeros(Shape.of(input.shape().axis(1)));
        MatrixView matrix = input.matrix();
        for (int row = 0; row < matrix.rows(); row++) {
            ActiveKernels.get().add(sum.span(), matrix.row(row), sum.span());
        }
        return sum;
    }

    @Override
    public Value gradient(Evaluator evaluator, Value upstream, Value input, Value output) {
        Value zeros = evaluator.constant(Tensor.zeros(input.tensor().shape()));
        return evaluator.apply(new AddRow(), zeros, upstream);
    }
}

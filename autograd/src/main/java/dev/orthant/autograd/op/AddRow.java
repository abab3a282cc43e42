package dev.orthant.autograd.op;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Op;
import dev.orthant.autograd.Value;
import dev.orthant.tensor.MatrixView;
import dev.orthant.tensor.ShapeException;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.kernel.ActiveKernels;

/// A row added to every row of a matrix: `[batch, width]` plus `[width]`, the bias of a linear layer.
///
///     C  = A + 1 bᵀ
///     dA = dC        db = Σ over the rows of dC
public record AddRow() implements Op.Binary {
    @Override
    public Tensor forward(Tensor left, Tensor right) {
        Operands.requireRank("add row", left, 2);
        if (right.shape().rank() != 1 || right.shape().axis(0) != left.shape().axis(1)) {
            throw new ShapeException("add row: the matrix is " + left.shape() + " and the row is " + right.shape()
                    + "; the row must be [" + left.shape().axis(1) + "]");
        }
        Tensor sum = Tensor.uninitialised(left.shape());
        MatrixView from = left.matrix();
        MatrixView to = sum.matrix();
        for (int row = 0; row < from.rows(); row++) {
            ActiveKernels.get().add(from.row(row), right.span(), to.row(row));
        }
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

package dev.orthant.autograd.op;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Op;
import dev.orthant.autograd.Value;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.kernel.Kernels;

/// Matrix products of two stacks, `[…, m, k]` times `[…, k, n]`; the leading axes agree.
///
///     C  = A B                     for every matrix of the stack
///     dA = dC Bᵀ        dB = Aᵀ dC
public record BatchMatMul() implements Op.Binary {
    @Override
    public Tensor forward(Tensor left, Tensor right) {
        Shape shape = MatrixStacks.product("batch matmul", left.shape(), -1, right.shape(), -2);
        return MatrixStacks.multiply(left, right, shape, Kernels::multiply);
    }

    @Override
    public Value gradientOfLeft(Evaluator evaluator, Value upstream, Value left, Value right, Value output) {
        return evaluator.apply(new BatchMatMulTransposedRight(), upstream, right);
    }

    @Override
    public Value gradientOfRight(Evaluator evaluator, Value upstream, Value left, Value right, Value output) {
        return evaluator.apply(new BatchMatMulTransposedLeft(), left, upstream);
    }
}

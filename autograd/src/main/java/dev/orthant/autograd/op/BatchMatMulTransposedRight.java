package dev.orthant.autograd.op;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Op;
import dev.orthant.autograd.Value;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.kernel.Kernels;

/// Matrix products of two stacks with the right factors transposed, `[…, m, k]` times `[…, n, k]`; the leading axes agree.
///
///     C  = A Bᵀ                    for every matrix of the stack
///     dA = dC B         dB = dCᵀ A
///
/// ```java
/// Tensor queries = Tensor.of(Shape.of(2, 1, 2), 1, 2, 3, 4);               // two matrices [1, 2]
/// Tensor keys = Tensor.of(Shape.of(2, 1, 2), 1, 1, 10, 10);
/// new BatchMatMulTransposedRight().forward(queries, keys);                 // → tensor [2, 1, 1] {3.00000, 70.0000}
/// ```
///
/// @since 0.1.0
public record BatchMatMulTransposedRight() implements Op.Binary {
    @Override
    public Tensor forward(Tensor left, Tensor right) {
        Shape shape = MatrixStacks.product("batch matmul", left.shape(), -1, right.shape(), -1);
        return MatrixStacks.multiply(left, right, shape, Kernels::multiplyTransposedRight);
    }

    @Override
    public Value gradientOfLeft(Evaluator evaluator, Value upstream, Value left, Value right, Value output) {
        return evaluator.apply(new BatchMatMul(), upstream, right);
    }

    @Override
    public Value gradientOfRight(Evaluator evaluator, Value upstream, Value left, Value right, Value output) {
        return evaluator.apply(new BatchMatMulTransposedLeft(), upstream, left);
    }
}

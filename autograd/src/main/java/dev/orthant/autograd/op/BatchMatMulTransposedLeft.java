package dev.orthant.autograd.op;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Op;
import dev.orthant.autograd.Value;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.kernel.Kernels;

/// Matrix products of two stacks with the left factors transposed, `[…, k, m]` times `[…, k, n]`; the leading axes agree.
///
///     C  = Aᵀ B                    for every matrix of the stack
///     dA = B dCᵀ        dB = A dC
///
/// ```java
/// Tensor stack = Tensor.of(Shape.of(2, 2, 1), 1, 2, 3, 4);                 // two matrices [2, 1]
/// Tensor columns = Tensor.of(Shape.of(2, 2, 1), 1, 1, 10, 10);
/// new BatchMatMulTransposedLeft().forward(stack, columns);                 // → tensor [2, 1, 1] {3.00000, 70.0000}
/// ```
///
/// @since 0.1.0
public record BatchMatMulTransposedLeft() implements Op.Binary {
    @Override
    public Tensor forward(Tensor left, Tensor right) {
        Shape shape = MatrixStacks.product("batch matmul", left.shape(), -2, right.shape(), -2);
        return MatrixStacks.multiply(left, right, shape, Kernels::multiplyTransposedLeft);
    }

    @Override
    public Value gradientOfLeft(Evaluator evaluator, Value upstream, Value left, Value right, Value output) {
        return evaluator.apply(new BatchMatMulTransposedRight(), right, upstream);
    }

    @Override
    public Value gradientOfRight(Evaluator evaluator, Value upstream, Value left, Value right, Value output) {
        return evaluator.apply(new BatchMatMul(), left, upstream);
    }
}

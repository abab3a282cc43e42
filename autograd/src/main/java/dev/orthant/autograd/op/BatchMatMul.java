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
///
/// ```java
/// Tensor stack = Tensor.of(Shape.of(2, 1, 2), 1, 2, 3, 4);                 // two matrices [1, 2]
/// Tensor columns = Tensor.of(Shape.of(2, 2, 1), 1, 1, 10, 10);             // two matrices [2, 1]
/// new BatchMatMul().forward(stack, columns);                               // → tensor [2, 1, 1] {3.00000, 70.0000}
/// ```
///
/// @since 0.1.0
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

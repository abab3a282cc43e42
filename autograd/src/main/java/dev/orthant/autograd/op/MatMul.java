package dev.orthant.autograd.op;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Op;
import dev.orthant.autograd.Value;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.kernel.ActiveKernels;

/// Matrix product, `[m, k]` times `[k, n]`.
///
///     C  = A B
///     dA = dC Bᵀ        dB = Aᵀ dC
///
/// ```java
/// Tensor left = Tensor.of(Shape.of(1, 2), 1, 2);
/// Tensor right = Tensor.of(Shape.of(2, 2), 1, 10, 100, 1000);
/// new MatMul().forward(left, right).toArray();                             // → [201.0, 2010.0]
/// new MatMul().forward(left, left);                                        // throws ShapeException
/// ```
///
/// @since 0.1.0
public record MatMul() implements Op.Binary {
    @Override
    public Tensor forward(Tensor left, Tensor right) {
        Operands.requireInner("matmul", left, 1, right, 0);
        Tensor product = Tensor.uninitialised(
                Shape.of(left.shape().axis(0), right.shape().axis(1)));
        ActiveKernels.get().multiply(left.matrix(), right.matrix(), product.matrix());
        return product;
    }

    @Override
    public Value gradientOfLeft(Evaluator evaluator, Value upstream, Value left, Value right, Value output) {
        return evaluator.apply(new MatMulTransposedRight(), upstream, right);
    }

    @Override
    public Value gradientOfRight(Evaluator evaluator, Value upstream, Value left, Value right, Value output) {
        return evaluator.apply(new MatMulTransposedLeft(), left, upstream);
    }
}

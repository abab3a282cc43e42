package dev.orthant.autograd.op;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Op;
import dev.orthant.autograd.Value;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.kernel.ActiveKernels;

/// Matrix product with the left factor transposed, `[k, m]` times `[k, n]`: the weight gradient of a linear layer.
///
///     C  = Aᵀ B
///     dA = B dCᵀ        dB = A dC
///
/// ```java
/// Tensor upstream = Tensor.of(Shape.of(2, 1), 1, 2);                       // two examples, one output
/// Tensor inputs = Tensor.of(Shape.of(2, 2), 1, 10, 100, 1000);             // two examples, two inputs
/// new MatMulTransposedLeft().forward(upstream, inputs);                    // → tensor [1, 2] {201.000, 2010.00}
/// ```
///
/// @since 0.1.0
public record MatMulTransposedLeft() implements Op.Binary {
    @Override
    public Tensor forward(Tensor left, Tensor right) {
        Operands.requireInner("matmul (left transposed)", left, 0, right, 0);
        Tensor product = Tensor.uninitialised(
                Shape.of(left.shape().axis(1), right.shape().axis(1)));
        ActiveKernels.get().multiplyTransposedLeft(left.matrix(), right.matrix(), product.matrix());
        return product;
    }

    @Override
    public Value gradientOfLeft(Evaluator evaluator, Value upstream, Value left, Value right, Value output) {
        return evaluator.apply(new MatMulTransposedRight(), right, upstream);
    }

    @Override
    public Value gradientOfRight(Evaluator evaluator, Value upstream, Value left, Value right, Value output) {
        return evaluator.apply(new MatMul(), left, upstream);
    }
}

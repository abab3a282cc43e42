package dev.orthant.autograd.op;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Op;
import dev.orthant.autograd.Value;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.kernel.ActiveKernels;
import dev.orthant.tensor.weights.Gradient;
import java.util.Optional;

/// Matrix product with the right factor transposed, `[m, k]` times `[n, k]`: what a linear layer computes.
///
///     C  = A Bᵀ
///     dA = dC B        dB = dCᵀ A
///
/// ```java
/// Tensor inputs = Tensor.of(Shape.of(1, 2), 1, 2);
/// Tensor weights = Tensor.of(Shape.of(2, 2), 1, 10, 100, 1000);            // one row per neuron
/// new MatMulTransposedRight().forward(inputs, weights);                    // → tensor [1, 2] {21.0000, 2100.00}
/// ```
///
/// @since 0.1.0
public record MatMulTransposedRight() implements Op.Binary {
    @Override
    public Tensor forward(Tensor left, Tensor right) {
        Operands.requireInner("matmul (right transposed)", left, 1, right, 1);
        Tensor product = Tensor.uninitialised(
                Shape.of(left.shape().axis(0), right.shape().axis(0)));
        ActiveKernels.get().multiplyTransposedRight(left.matrix(), right.matrix(), product.matrix());
        return product;
    }

    @Override
    public Value gradientOfLeft(Evaluator evaluator, Value upstream, Value left, Value right, Value output) {
        return evaluator.apply(new MatMul(), upstream, right);
    }

    @Override
    public Value gradientOfRight(Evaluator evaluator, Value upstream, Value left, Value right, Value output) {
        return evaluator.apply(new MatMulTransposedLeft(), upstream, left);
    }

    @Override
    public Optional<Gradient.Product> unformedGradientOfRight(Tensor upstream, Tensor left) {
        return Optional.of(new Gradient.Product(upstream, left));
    }
}

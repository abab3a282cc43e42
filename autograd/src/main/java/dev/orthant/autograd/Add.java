package dev.orthant.autograd;

import dev.orthant.tensor.ShapeException;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.kernel.ActiveKernels;

/// Sum of two tensors of one shape.
///
///     C = A + B
///     dA = dC        dB = dC
///
/// Stands beside the tape, not with the other operations, because the tape itself adds: where a value is used twice its
/// derivatives arrive twice.
///
/// ```java
/// Tensor ones = Tensor.filled(Shape.of(2), 1);
/// new Add().forward(ones, Tensor.of(Shape.of(2), 3, 4)).toArray();     // → [4.0, 5.0]
/// new Add().forward(ones, Tensor.scalar(1));                           // throws ShapeException
/// ```
///
/// @since 0.1.0
public record Add() implements Op.Binary {
    @Override
    public Tensor forward(Tensor left, Tensor right) {
        if (!left.shape().equals(right.shape())) {
            throw new ShapeException("add: left is " + left.shape() + " and right is " + right.shape()
                    + "; the shapes must be the same");
        }
        Tensor sum = Tensor.uninitialised(left.shape());
        ActiveKernels.get().add(left.span(), right.span(), sum.span());
        return sum;
    }

    @Override
    public Value gradientOfLeft(Evaluator evaluator, Value upstream, Value left, Value right, Value output) {
        return upstream;
    }

    @Override
    public Value gradientOfRight(Evaluator evaluator, Value upstream, Value left, Value right, Value output) {
        return upstream;
    }
}

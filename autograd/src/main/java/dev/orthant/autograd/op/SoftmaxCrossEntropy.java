package dev.orthant.autograd.op;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Op;
import dev.orthant.autograd.Value;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.kernel.ActiveKernels;

/// Cross entropy of the softmax along the last axis with one class per row, `[…, classes]` to `[…]`; fused, by the
/// logarithm of the sum of exponentials, so that no probability underflows.
///
///     yᵢ = log Σₖ exp(Xᵢₖ) − Xᵢ,labels[i]
///     dX = diag(dy) (softmax(X) − onehot(labels))
///
/// ```java
/// Tensor scores = Tensor.of(Shape.of(2, 2), 0, 0, 1000, 0);
/// new SoftmaxCrossEntropy(new int[] {0, 1}).forward(scores).at(0);         // → 0.69314…
/// new SoftmaxCrossEntropy(new int[] {0, 1}).forward(scores).at(1);         // → 1000.0
/// ```
///
/// @param labels one per row, each in [0, classes)
/// @since 0.1.0
public record SoftmaxCrossEntropy(int[] labels) implements Op.Unary {
    @Override
    public Tensor forward(Tensor input) {
        Operands.requireLabels(name(), input.shape(), labels);
        Tensor losses = Tensor.uninitialised(Along.without(name(), input.shape(), -1));
        ActiveKernels.get().rows().crossEntropy(Operands.lastAxis(input), labels, losses.span());
        return losses;
    }

    @Override
    public Value gradient(Evaluator evaluator, Value upstream, Value input, Value output) {
        return evaluator.apply(new SoftmaxCrossEntropyGradient(labels), upstream, input);
    }
}

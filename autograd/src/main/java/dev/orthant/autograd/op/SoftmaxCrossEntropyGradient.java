package dev.orthant.autograd.op;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Op;
import dev.orthant.autograd.Value;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.kernel.ActiveKernels;
import dev.orthant.tensor.kernel.RowKernels;

/// What [SoftmaxCrossEntropy] carries back, fused; `[…]` and `[…, classes]` to `[…, classes]`.
///
///     C  = diag(a) (S − H)                      S = softmax(X), H = onehot(labels)
///     da = ⟨dC, S − H⟩                          dX = diag(a) S ∘ (dC − ⟨dC, S⟩ 1ᵀ)
///
/// ```java
/// Tensor scores = Tensor.of(Shape.of(1, 2), 7, 7);
/// new SoftmaxCrossEntropyGradient(new int[] {1}).forward(Tensor.of(Shape.of(1), 2), scores).toArray();     // → [1.0, -1.0]
/// ```
///
/// @param labels one per row, each in [0, classes)
/// @since 0.1.0
public record SoftmaxCrossEntropyGradient(int[] labels) implements Op.Binary {
    @Override
    public Tensor forward(Tensor left, Tensor right) {
        Operands.requireLabels(name(), right.shape(), labels);
        Tensor output = Tensor.uninitialised(right.shape());
        RowKernels rows = ActiveKernels.get().rows();
        rows.crossEntropyGradient(Operands.lastAxis(right), labels, left.span(), Operands.lastAxis(output));
        return output;
    }

    @Override
    public Value gradientOfLeft(Evaluator evaluator, Value upstream, Value left, Value right, Value output) {
        Tensor hot = Tensor.uninitialised(right.tensor().shape());
        ActiveKernels.get().movement().oneHot(labels, Operands.lastAxis(hot));
        Value softmax = evaluator.apply(new Softmax(), right);
        Value difference = evaluator.apply(new Subtract(), softmax, evaluator.constant(hot));
        return evaluator.apply(new RowDots(), upstream, difference);
    }

    @Override
    public Value gradientOfRight(Evaluator evaluator, Value upstream, Value left, Value right, Value output) {
        Value softmax = evaluator.apply(new Softmax(), right);
        Value carried = evaluator.apply(new SoftmaxGradient(), upstream, softmax);
        return evaluator.apply(new MultiplyColumn(), carried, left);
    }
}

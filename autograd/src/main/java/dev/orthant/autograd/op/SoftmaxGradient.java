package dev.orthant.autograd.op;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Op;
import dev.orthant.autograd.Value;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.kernel.ActiveKernels;

/// What [Softmax] carries back, in one pass over memory.
///
///     C  = Y ∘ (A − ⟨A, Y⟩ 1ᵀ)               ⟨ , ⟩: inner product of rows
///     dA = Y ∘ (dC − ⟨dC, Y⟩ 1ᵀ)             dY = dC ∘ (A − ⟨A, Y⟩ 1ᵀ) − ⟨dC, Y⟩ A
///
/// ```java
/// Tensor output = Tensor.of(Shape.of(1, 2), 0.5f, 0.5f);
/// new SoftmaxGradient().forward(Tensor.of(Shape.of(1, 2), 4, 0), output).toArray();        // → [1.0, -1.0]
/// ```
///
/// @since 0.1.0
public record SoftmaxGradient() implements Op.Binary {
    @Override
    public Tensor forward(Tensor left, Tensor right) {
        Operands.requireSameShape(name(), left, right);
        Tensor output = Tensor.uninitialised(left.shape());
        ActiveKernels.get()
                .rows()
                .softmaxGradient(Operands.lastAxis(left), Operands.lastAxis(right), Operands.lastAxis(output));
        return output;
    }

    @Override
    public Value gradientOfLeft(Evaluator evaluator, Value upstream, Value left, Value right, Value output) {
        return evaluator.apply(this, upstream, right);
    }

    @Override
    public Value gradientOfRight(Evaluator evaluator, Value upstream, Value left, Value right, Value output) {
        Value own = evaluator.apply(new RowDots(), left, right);
        Value carried = evaluator.apply(new RowDots(), upstream, right);
        Value deviation = evaluator.apply(
                new Subtract(),
                evaluator.apply(new Multiply(), upstream, left),
                evaluator.apply(new MultiplyColumn(), upstream, own));
        return evaluator.apply(new Subtract(), deviation, evaluator.apply(new MultiplyColumn(), left, carried));
    }
}

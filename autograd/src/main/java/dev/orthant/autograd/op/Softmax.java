package dev.orthant.autograd.op;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Op;
import dev.orthant.autograd.Value;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.kernel.ActiveKernels;

/// Exponentials along the last axis, divided by their sum; no overflow.
///
///     Yᵢⱼ = exp(Xᵢⱼ) / Σₖ exp(Xᵢₖ)
///     dX  = Y ∘ (dY − ⟨dY, Y⟩ 1ᵀ)           ⟨ , ⟩: inner product of rows
///
/// ```java
/// new Softmax().forward(Tensor.of(Shape.of(2, 2), 5, 5, 1000, 0)).toArray();       // → [0.5, 0.5, 1.0, 0.0]
/// ```
///
/// @since 0.1.0
public record Softmax() implements Op.Unary {
    @Override
    public Tensor forward(Tensor input) {
        Tensor output = Tensor.uninitialised(input.shape());
        ActiveKernels.get().rows().softmax(Operands.lastAxis(input), Operands.lastAxis(output));
        return output;
    }

    @Override
    public Value gradient(Evaluator evaluator, Value upstream, Value input, Value output) {
        return evaluator.apply(new SoftmaxGradient(), upstream, output);
    }
}

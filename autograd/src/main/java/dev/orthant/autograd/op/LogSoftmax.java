package dev.orthant.autograd.op;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Op;
import dev.orthant.autograd.Value;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.kernel.ActiveKernels;

/// Logarithm of the [Softmax] along the last axis, without its rounding.
///
///     Yᵢⱼ = Xᵢⱼ − log Σₖ exp(Xᵢₖ)
///     dX  = dY − exp(Y) ∘ (dY 1) 1ᵀ
///
/// ```java
/// new LogSoftmax().forward(Tensor.of(Shape.of(1, 2), 1000, 0)).toArray();  // → [0.0, -1000.0]
/// ```
///
/// @since 0.1.0
public record LogSoftmax() implements Op.Unary {
    @Override
    public Tensor forward(Tensor input) {
        Tensor output = Tensor.uninitialised(input.shape());
        ActiveKernels.get().rows().logSoftmax(Operands.lastAxis(input), Operands.lastAxis(output));
        return output;
    }

    @Override
    public Value gradient(Evaluator evaluator, Value upstream, Value input, Value output) {
        return evaluator.apply(new LogSoftmaxGradient(), upstream, output);
    }
}

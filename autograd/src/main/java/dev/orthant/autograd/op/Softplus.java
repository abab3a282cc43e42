package dev.orthant.autograd.op;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Op;
import dev.orthant.autograd.Value;
import dev.orthant.tensor.Tensor;

/// Smooth rectifier, element by element; no overflow for large numbers.
///
///     Y  = log(1 + exp(X))
///     dX = dY ∘ σ(X)             σ: the logistic function
///
/// ```java
/// new Softplus().forward(Tensor.of(Shape.of(2), 100, -200)).toArray();     // → [100.0, 0.0]
/// new Softplus().forward(Tensor.scalar(0)).item();                         // → 0.69314…
/// ```
///
/// @since 0.1.0
public record Softplus() implements Op.Unary {
    @Override
    public Tensor forward(Tensor input) {
        return Operands.elementwise(
                input, (kernels, x, out) -> kernels.functions().softplus(x, out));
    }

    @Override
    public Value gradient(Evaluator evaluator, Value upstream, Value input, Value output) {
        return evaluator.apply(new SoftplusGradient(), upstream, input);
    }
}

package dev.orthant.autograd.op;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Op;
import dev.orthant.autograd.Value;
import dev.orthant.tensor.Tensor;

/// Sigmoid-weighted linear unit, element by element (SiLU, swish; Elfwing, Uchibe and Doya 2018).
///
///     Y  = X ∘ σ(X)                              σ: the logistic function
///     dX = dY ∘ σ(X) ∘ (1 + X ∘ (1 − σ(X)))
///
/// ```java
/// new Silu().forward(Tensor.of(Shape.of(2), 0, 30)).toArray();             // → [0.0, 30.0]
/// ```
///
/// @since 0.1.0
public record Silu() implements Op.Unary {
    @Override
    public Tensor forward(Tensor input) {
        return Operands.elementwise(
                input, (kernels, x, out) -> kernels.functions().silu(x, out));
    }

    @Override
    public Value gradient(Evaluator evaluator, Value upstream, Value input, Value output) {
        return evaluator.apply(new SiluGradient(), upstream, input);
    }
}

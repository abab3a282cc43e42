package dev.orthant.autograd.op;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Op;
import dev.orthant.autograd.Value;
import dev.orthant.tensor.Tensor;

/// Gaussian error linear unit, exact, element by element (Hendrycks and Gimpel 2016).
///
///     Y  = X ∘ Φ(X)                         Φ, φ: distribution and density of N(0, 1)
///     dX = dY ∘ (Φ(X) + X ∘ φ(X))
///
/// ```java
/// new Gelu().forward(Tensor.of(Shape.of(2), 0, 20)).toArray();             // → [0.0, 20.0]
/// new Gelu().forward(Tensor.scalar(1)).item();                             // → 0.8413…
/// ```
///
/// @since 0.1.0
public record Gelu() implements Op.Unary {
    @Override
    public Tensor forward(Tensor input) {
        return Operands.elementwise(
                input, (kernels, x, out) -> kernels.functions().gelu(x, out));
    }

    @Override
    public Value gradient(Evaluator evaluator, Value upstream, Value input, Value output) {
        return evaluator.apply(new GeluGradient(), upstream, input);
    }
}

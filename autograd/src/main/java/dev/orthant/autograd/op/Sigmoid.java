package dev.orthant.autograd.op;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Op;
import dev.orthant.autograd.Value;
import dev.orthant.tensor.Tensor;

/// Logistic function, element by element.
///
///     Y  = 1/(1 + exp(−X))
///     dX = dY ∘ Y ∘ (1 − Y)
///
/// ```java
/// new Sigmoid().forward(Tensor.of(Shape.of(2), 0, -200)).toArray();        // → [0.5, 0.0]
/// ```
///
/// @since 0.1.0
public record Sigmoid() implements Op.Unary {
    @Override
    public Tensor forward(Tensor input) {
        return Operands.elementwise(
                input, (kernels, x, out) -> kernels.functions().sigmoid(x, out));
    }

    @Override
    public Value gradient(Evaluator evaluator, Value upstream, Value input, Value output) {
        return evaluator.apply(new SigmoidGradient(), upstream, output);
    }
}

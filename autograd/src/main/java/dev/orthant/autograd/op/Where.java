package dev.orthant.autograd.op;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Op;
import dev.orthant.autograd.Value;
import dev.orthant.tensor.Tensor;

/// One of two tensors, element by element, as a mask says.
///
///     C  = A where mask > 0, else B
///     dA = dC where mask > 0, else 0        dB = 0 where mask > 0, else dC
///
/// The number not chosen does not matter, be it NaN. Nothing is differentiated with respect to the mask.
///
/// ```java
/// Tensor mask = Tensor.of(Shape.of(2), 1, 0);
/// new Where(mask).forward(Tensor.of(Shape.of(2), 1, Float.NaN), Tensor.of(Shape.of(2), Float.NaN, 3)).toArray();   // → [1.0, 3.0]
/// ```
///
/// @param mask in the shape of both tensors, such as [Greater] makes
/// @since 0.1.0
public record Where(Tensor mask) implements Op.Binary {
    @Override
    public Tensor forward(Tensor left, Tensor right) {
        Operands.requireSameShape("where", mask, left);
        return Operands.elementwise(
                "where",
                left,
                right,
                (kernels, a, b, out) -> kernels.functions().where(mask.span(), a, b, out));
    }

    @Override
    public Value gradientOfLeft(Evaluator evaluator, Value upstream, Value left, Value right, Value output) {
        return evaluator.apply(this, upstream, Operands.noDerivative(evaluator, right));
    }

    @Override
    public Value gradientOfRight(Evaluator evaluator, Value upstream, Value left, Value right, Value output) {
        return evaluator.apply(this, Operands.noDerivative(evaluator, left), upstream);
    }
}

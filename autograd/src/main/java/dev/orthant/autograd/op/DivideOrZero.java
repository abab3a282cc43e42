package dev.orthant.autograd.op;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Op;
import dev.orthant.autograd.Value;
import dev.orthant.tensor.Tensor;

/// Elementwise quotient with the papers' convention for a zero denominator: the quotient is 0.
///
///     C  = A / B where B ≠ 0, else 0
///     dA = dC / B where B ≠ 0, else 0        dB = −dC ∘ C / B where B ≠ 0, else 0
///
/// ```java
/// new DivideOrZero().forward(Tensor.of(Shape.of(2), 3, 1), Tensor.of(Shape.of(2), 2, 0)).toArray();    // → [1.5, 0.0]
/// ```
///
/// @since 0.1.0
public record DivideOrZero() implements Op.Binary {
    @Override
    public Tensor forward(Tensor left, Tensor right) {
        return Operands.elementwise("divide", left, right, (kernels, a, b, out) -> {
            for (int i = 0; i < out.length(); i++) {
                float denominator = b.array()[b.from() + i];
                out.array()[out.from() + i] = denominator == 0 ? 0 : a.array()[a.from() + i] / denominator;
            }
        });
    }

    @Override
    public Value gradientOfLeft(Evaluator evaluator, Value upstream, Value left, Value right, Value output) {
        return evaluator.apply(this, upstream, right);
    }

    @Override
    public Value gradientOfRight(Evaluator evaluator, Value upstream, Value left, Value right, Value output) {
        Value product = evaluator.apply(new Multiply(), upstream, output);
        return evaluator.apply(this, evaluator.apply(new Scale(-1), product), right);
    }
}

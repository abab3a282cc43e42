package dev.orthant.autograd.op;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Op;
import dev.orthant.autograd.Value;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Span;
import dev.orthant.tensor.Tensor;

/// Every row copied several times, `[outer, inner]` to `[outer, length, inner]`: the transpose of [SumMiddle].
///
///     y[o, k, i] = x[o, i]
///     dx[o, i] = Σₖ dy[o, k, i]
///
/// ```java
/// new SpreadMiddle(2).forward(Tensor.of(Shape.of(1, 2), 3, 4));            // → tensor [1, 2, 2] {3.00000, 4.00000, 3.00000, 4.00000}
/// ```
///
/// @param length copies of a row, at least 0
public record SpreadMiddle(int length) implements Op.Unary {
    @Override
    public Tensor forward(Tensor input) {
        Operands.requireRank("spread over a middle axis", input, 2);
        int inner = input.shape().axis(1);
        Tensor spread = Tensor.uninitialised(Shape.of(input.shape().axis(0), length, inner));
        Span from = input.span();
        Span to = spread.span();
        for (int row = 0; row < input.shape().axis(0) * length; row++) {
            System.arraycopy(from.array(), from.from() + row / length * inner, to.array(), row * inner, inner);
        }
        return spread;
    }

    @Override
    public Value gradient(Evaluator evaluator, Value upstream, Value input, Value output) {
        return evaluator.apply(new SumMiddle(), upstream);
    }
}

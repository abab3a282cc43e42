package dev.orthant.autograd.op;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Op;
import dev.orthant.autograd.Value;
import dev.orthant.tensor.Tensor;
import java.util.Arrays;

/// One column copied to every column of a matrix, `[batch]` to `[batch, width]`: the transpose of [SumColumns].
///
///     Y  = x 1ᵀ
///     dx = dY 1
///
/// ```java
/// new SpreadColumns(2).forward(Tensor.of(Shape.of(2), 3, 4)).toArray();       // → [3.0, 3.0, 4.0, 4.0]
/// ```
///
/// @param width columns of the result
/// @since 0.1.0
public record SpreadColumns(int width) implements Op.Unary {
    @Override
    public Tensor forward(Tensor input) {
        Operands.requireRank("spread columns", input, 1);
        Tensor spread = Operands.zeros(input.size(), width);
        for (int row = 0; row < input.size(); row++) {
            Arrays.fill(spread.span().array(), row * width, (row + 1) * width, input.at(row));
        }
        return spread;
    }

    @Override
    public Value gradient(Evaluator evaluator, Value upstream, Value input, Value output) {
        return evaluator.apply(new SumColumns(), upstream);
    }
}

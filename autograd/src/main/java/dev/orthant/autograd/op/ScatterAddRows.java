package dev.orthant.autograd.op;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Op;
import dev.orthant.autograd.Value;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.kernel.ActiveKernels;

/// Rows added into a table of zeros at their indices, `[indices, width]` to `[rows, width]`: the transpose of [GatherRows].
///
///     row r of Y = Σ of the rows i of X with indices[i] = r
///     dX         = the [GatherRows] of dY
///
/// ```java
/// Tensor rows = Tensor.of(Shape.of(2, 2), 1, 2, 3, 4);
/// new ScatterAddRows(new int[] {1, 1}, 2).forward(rows).toArray();         // → [0.0, 0.0, 4.0, 6.0]
/// ```
///
/// @param indices each in [0, rows)
/// @param rows    of the table
/// @since 0.1.0
public record ScatterAddRows(int[] indices, int rows) implements Op.Unary {
    @Override
    public Tensor forward(Tensor input) {
        Operands.requireRank("scatter-add rows", input, 2);
        Tensor table = Operands.zeros(rows, input.shape().axis(1));
        ActiveKernels.get().movement().scatterAddRows(Operands.rows(input), indices, Operands.rows(table));
        return table;
    }

    @Override
    public Value gradient(Evaluator evaluator, Value upstream, Value input, Value output) {
        return evaluator.apply(new GatherRows(indices), upstream);
    }
}

package dev.orthant.autograd.op;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Op;
import dev.orthant.autograd.Value;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.kernel.ActiveKernels;

/// Rows of a table by their indices, `[rows, width]` to `[indices, width]`: an embedding.
///
///     row i of Y = row indices[i] of X
///     dX         = the [ScatterAddRows] of dY
///
/// ```java
/// Tensor table = Tensor.of(Shape.of(3, 2), 1, 2, 3, 4, 5, 6);
/// new GatherRows(new int[] {2, 0}).forward(table).toArray();               // → [5.0, 6.0, 1.0, 2.0]
/// ```
///
/// @param indices each in [0, rows)
/// @since 0.1.0
public record GatherRows(int[] indices) implements Op.Unary {
    @Override
    public Tensor forward(Tensor input) {
        Operands.requireRank("gather rows", input, 2);
        Tensor rows =
                Tensor.uninitialised(Shape.of(indices.length, input.shape().axis(1)));
        ActiveKernels.get().movement().gatherRows(Operands.rows(input), indices, Operands.rows(rows));
        return rows;
    }

    @Override
    public Value gradient(Evaluator evaluator, Value upstream, Value input, Value output) {
        return evaluator.apply(
                new ScatterAddRows(indices, input.tensor().shape().axis(0)), upstream);
    }
}

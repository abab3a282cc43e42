package dev.orthant.autograd.op;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Op;
import dev.orthant.autograd.Value;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Span;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.kernel.Axis;
import dev.orthant.tensor.parallel.Parallel;
import java.util.Arrays;

/// A new axis along which the numbers repeat: the transpose of [SumAlong], and the way to broadcast a tensor.
///
///     y[o, k, i] = x[o, i]            for 0 ≤ k < length
///     dx[o, i]   = Σₖ dy[o, k, i]
///
/// ```java
/// Tensor row = Tensor.of(Shape.of(2), 3, 4);
/// new RepeatAlong(0, 2).forward(row);                                      // → tensor [2, 2] {3.00000, 4.00000, 3.00000, 4.00000}
/// new RepeatAlong(1, 2).forward(row);                                      // → tensor [2, 2] {3.00000, 3.00000, 4.00000, 4.00000}
/// ```
///
/// @param axis   where the new axis stands in the result, from 0 to the rank of the input
/// @param length of the new axis, at least 0
/// @since 0.1.0
public record RepeatAlong(int axis, int length) implements Op.Unary {
    /// Numbers that one piece of the work copies at least: fewer are sooner copied than handed to another thread.
    private static final int COPIED = 1 << 16;

    @Override
    public Tensor forward(Tensor input) {
        Shape shape = Along.with(name(), input.shape(), axis, length);
        Tensor repeated = Tensor.uninitialised(shape);
        Axis view = Along.view(shape, axis);
        Span from = input.span();
        if (view.inner() == 1) {
            for (int o = 0; o < view.outer(); o++) {
                Arrays.fill(repeated.span().array(), o * length, (o + 1) * length, from.array()[from.from() + o]);
            }
            return repeated;
        }
        int inner = view.inner();
        int grain = 1 + COPIED / Math.max(1, inner);
        Parallel.forPieces(view.outer() * length, grain, (first, end) -> {
            for (int row = first; row < end; row++) {
                System.arraycopy(
                        from.array(),
                        from.from() + row / length * inner,
                        repeated.span().array(),
                        row * inner,
                        inner);
            }
        });
        return repeated;
    }

    @Override
    public Value gradient(Evaluator evaluator, Value upstream, Value input, Value output) {
        return evaluator.apply(new SumAlong(axis), upstream);
    }
}

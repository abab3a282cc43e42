package dev.orthant.autograd.op;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Op;
import dev.orthant.autograd.Value;
import dev.orthant.tensor.MatrixView;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Span;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.kernel.ActiveKernels;
import dev.orthant.tensor.kernel.Axis;
import dev.orthant.tensor.kernel.RowKernels;

/// Variance along one axis, which goes: the mean square of the deviations from the mean (divided by `length`, not by
/// `length − 1`). Does not suffer from a large mean.
///
///     y[o, i]     = Σₖ (x[o, k, i] − x̄[o, i])² / length
///     dx[o, k, i] = dy[o, i] · 2 (x[o, k, i] − x̄[o, i]) / length
///
/// ```java
/// new VarianceAlong(0).forward(Tensor.of(Shape.of(4), 1e6f, 1e6f + 2, 1e6f, 1e6f + 2)).item();     // → 1.0
/// ```
///
/// @param axis from 0, or from −1 (the last) down
/// @since 0.1.0
public record VarianceAlong(int axis) implements Op.Unary {
    @Override
    public Tensor forward(Tensor input) {
        Tensor variance = Tensor.uninitialised(Along.without(name(), input.shape(), axis));
        Axis view = Along.view(input.shape(), axis);
        RowKernels rows = ActiveKernels.get().rows();
        Span mean = new Span(new float[variance.size()], 0, variance.size());
        if (view.inner() == 1) {
            MatrixView all = new MatrixView(
                    input.span().array(), input.span().from(), view.outer(), view.length(), view.length());
            rows.rowStatistics(all, mean, variance.span());
            return variance;
        }
        int inner = view.inner();
        for (int o = 0; o < view.outer(); o++) {
            int from = input.span().from() + o * view.length() * inner;
            MatrixView block = new MatrixView(input.span().array(), from, view.length(), inner, inner);
            rows.columnStatistics(
                    block, mean.part(o * inner, inner), variance.span().part(o * inner, inner));
        }
        return variance;
    }

    @Override
    public Value gradient(Evaluator evaluator, Value upstream, Value input, Value output) {
        Shape shape = input.tensor().shape();
        int length = shape.axis(axis);
        RepeatAlong repeat = new RepeatAlong(Along.position(name(), shape, axis), length);
        Value mean = evaluator.apply(repeat, evaluator.apply(new MeanAlong(axis), input));
        Value slope = evaluator.apply(new Scale(2f / length), evaluator.apply(new Subtract(), input, mean));
        return evaluator.apply(new Multiply(), evaluator.apply(repeat, upstream), slope);
    }
}

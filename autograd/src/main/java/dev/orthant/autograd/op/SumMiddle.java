package dev.orthant.autograd.op;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Op;
import dev.orthant.autograd.Value;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.kernel.ActiveKernels;
import dev.orthant.tensor.kernel.Axis;

/// Sum over the middle one of three axes, `[outer, length, inner]` to `[outer, inner]`: over the pixels of images, channels
/// last. Accumulated in double precision.
///
///     y[o, i] = Σₖ x[o, k, i]
///     dx[o, k, i] = dy[o, i]
///
/// ```java
/// Tensor images = Tensor.of(Shape.of(1, 2, 2), 1, 2, 3, 4);                // one image, two pixels, two channels
/// new SumMiddle().forward(images);                                         // → tensor [1, 2] {4.00000, 6.00000}
/// ```
public record SumMiddle() implements Op.Unary {
    @Override
    public Tensor forward(Tensor input) {
        Operands.requireRank("sum over the middle axis", input, 3);
        Shape shape = input.shape();
        Tensor sum = Operands.zeros(shape.axis(0), shape.axis(2));
        ActiveKernels.get().rows().sum(input.span(), new Axis(shape.axis(0), shape.axis(1), shape.axis(2)), sum.span());
        return sum;
    }

    @Override
    public Value gradient(Evaluator evaluator, Value upstream, Value input, Value output) {
        return evaluator.apply(new SpreadMiddle(input.tensor().shape().axis(1)), upstream);
    }
}

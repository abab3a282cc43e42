package dev.orthant.autograd.op;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Op;
import dev.orthant.autograd.Value;
import dev.orthant.tensor.MatrixView;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.kernel.ActiveKernels;
import dev.orthant.tensor.parallel.Parallel;

/// Every matrix of a stack transposed, `[count, m, n]` to `[count, n, m]`: with the pixels of an image as one axis, from
/// channels last to channels first and back.
///
///     Yₙ  = Xₙᵀ
///     dXₙ = dYₙᵀ
///
/// ```java
/// Tensor pixels = Tensor.of(Shape.of(1, 2, 3), 1, 2, 3, 4, 5, 6);          // one image, two pixels, three channels
/// new SwapLastAxes().forward(pixels).toArray();                            // → [1.0, 4.0, 2.0, 5.0, 3.0, 6.0]
/// ```
public record SwapLastAxes() implements Op.Unary {
    @Override
    public Tensor forward(Tensor input) {
        Operands.requireRank("swap last axes", input, 3);
        int rows = input.shape().axis(1);
        int columns = input.shape().axis(2);
        Tensor output = Tensor.uninitialised(Shape.of(input.shape().axis(0), columns, rows));
        float[] from = input.span().array();
        int first = input.span().from();
        float[] to = output.span().array();
        Parallel.forPieces(
                input.shape().axis(0),
                1,
                (index, end) -> ActiveKernels.get()
                        .movement()
                        .transpose(
                                new MatrixView(from, first + index * rows * columns, rows, columns, columns),
                                new MatrixView(to, index * rows * columns, columns, rows, rows)));
        return output;
    }

    @Override
    public Value gradient(Evaluator evaluator, Value upstream, Value input, Value output) {
        return evaluator.apply(this, upstream);
    }
}

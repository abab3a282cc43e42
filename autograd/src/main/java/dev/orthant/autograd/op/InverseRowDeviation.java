package dev.orthant.autograd.op;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Op;
import dev.orthant.autograd.Value;
import dev.orthant.tensor.Span;
import dev.orthant.tensor.Tensor;

/// One over the standard deviation of every row, `[…, width]` to `[…]`.
///
///     y  = 1/√(v + ε)                         v: variance of the row
///     dX = −dy y² N / width                   N = NormaliseRows(X)
///
/// ```java
/// Tensor rows = Tensor.of(Shape.of(2, 2), 1, 3, 10, 14);
/// new InverseRowDeviation(1e-12f).forward(rows).toArray();                 // → [1.0, 0.5]
/// ```
///
/// @param epsilon ε, more than 0
/// @since 0.1.0
public record InverseRowDeviation(float epsilon) implements Op.Unary {
    @Override
    public Tensor forward(Tensor input) {
        Tensor output = Tensor.uninitialised(Along.without(name(), input.shape(), -1));
        Span inverse = RowStatistics.of(input, epsilon).inverse();
        System.arraycopy(inverse.array(), 0, output.span().array(), 0, inverse.length());
        return output;
    }

    @Override
    public Value gradient(Evaluator evaluator, Value upstream, Value input, Value output) {
        Value normalised = evaluator.apply(new NormaliseRows(epsilon), input);
        Value square = evaluator.apply(new Multiply(), upstream, evaluator.apply(new Square(), output));
        Value slope = evaluator.apply(new Scale(-1f / input.tensor().shape().axis(-1)), square);
        return evaluator.apply(new MultiplyColumn(), normalised, slope);
    }
}

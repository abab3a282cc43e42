package dev.orthant.autograd.op;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Op;
import dev.orthant.autograd.Value;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.kernel.ActiveKernels;

/// One over the standard deviation of every column, in each matrix of a stack: `[stack, rows, columns]` to
/// `[stack, columns]`.
///
///     s  = 1/√(var + ε)          var with the divisor n = rows
///     dX = −(1/n) Y diag(s² ∘ ds),  Y the [NormaliseColumns] of X
///
/// ```java
/// Tensor batch = Tensor.of(Shape.of(1, 2, 2), 1, 10, 3, 14);               // one matrix, columns (1, 3) and (10, 14)
/// new InverseDeviation(0).forward(batch).toArray();                        // → [1.0, 0.5]
/// ```
///
/// @param epsilon ε, added to the variances
/// @since 0.1.0
public record InverseDeviation(float epsilon) implements Op.Unary {
    @Override
    public Tensor forward(Tensor input) {
        Tensor inverse = NormaliseColumns.Statistics.of(input).variance();
        ActiveKernels.get().rows().inverseDeviation(inverse.span(), epsilon, inverse.span());
        return inverse;
    }

    @Override
    public Value gradient(Evaluator evaluator, Value upstream, Value input, Value output) {
        int rows = input.tensor().shape().axis(1);
        Value square = evaluator.apply(new Multiply(), output, output);
        Value factor = evaluator.apply(new Scale(-1f / rows), evaluator.apply(new Multiply(), square, upstream));
        Value normalised = evaluator.apply(new NormaliseColumns(epsilon), input);
        return evaluator.apply(new Multiply(), normalised, evaluator.apply(new RepeatAlong(1, rows), factor));
    }
}

package dev.orthant.autograd.op;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Op;
import dev.orthant.autograd.Value;
import dev.orthant.tensor.MatrixView;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Span;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.kernel.ActiveKernels;
import dev.orthant.tensor.kernel.RowKernels;
import java.util.List;

/// Every column less its mean, divided by its standard deviation, in each matrix of a stack for itself:
/// `[stack, rows, columns]`. One matrix is the batch of a batch normalisation (Ioffe and Szegedy 2015), several are its
/// ghost batches.
///
///     Y  = (X − X̄) diag(s),  sⱼ = 1/√(varⱼ + ε)          var with the divisor `rows`
///     dX = the [NormaliseColumnsGradient] of dY, Y and s
///
/// ```java
/// Tensor batch = Tensor.of(Shape.of(1, 2, 2), 1, 10, 3, 14);               // one matrix, columns (1, 3) and (10, 14)
/// new NormaliseColumns(0).forward(batch).toArray();                        // → [-1.0, -1.0, 1.0, 1.0]
/// NormaliseColumns.Statistics statistics = NormaliseColumns.Statistics.of(batch);
/// statistics.variance().toArray();                                         // → [1.0, 4.0]
/// ```
///
/// @param epsilon ε, added to the variances
/// @since 0.1.0
public record NormaliseColumns(float epsilon) implements Op.Unary {
    @Override
    public Tensor forward(Tensor input) {
        Operands.requireRank("normalise columns", input, 3);
        Shape shape = input.shape();
        Tensor output = Tensor.uninitialised(shape);
        Statistics statistics = Statistics.of(input);
        Span inverse = statistics.variance().span(); // overwritten
        RowKernels rows = ActiveKernels.get().rows();
        rows.inverseDeviation(inverse, epsilon, inverse);
        for (int index = 0; index < shape.axis(0); index++) {
            rows.normaliseColumns(
                    Operands.matrix(input, index),
                    statistics.mean().matrix().row(index),
                    statistics.variance().matrix().row(index),
                    Operands.matrix(output, index));
        }
        return output;
    }

    @Override
    public Value gradient(Evaluator evaluator, Value upstream, Value input, Value output) {
        Value inverse = evaluator.apply(new InverseDeviation(epsilon), input);
        return evaluator.apply(new NormaliseColumnsGradient(), List.of(upstream, output, inverse));
    }

    /// Mean and variance of the columns of every matrix of a stack.
    ///
    /// @param mean     [stack, columns]
    /// @param variance [stack, columns], with the divisor `rows`
    public record Statistics(Tensor mean, Tensor variance) {
        /// Computes them; the variance does not suffer from a large mean.
        ///
        /// @param input [stack, rows, columns]
        /// @return      mean and variance
        /// @throws dev.orthant.tensor.ShapeException if it has not three axes
        public static Statistics of(Tensor input) {
            Operands.requireRank("column statistics", input, 3);
            int stack = input.shape().axis(0);
            Tensor mean = Operands.zeros(stack, input.shape().axis(2));
            Tensor variance = Operands.zeros(stack, input.shape().axis(2));
            for (int index = 0; index < stack; index++) {
                MatrixView matrix = Operands.matrix(input, index);
                ActiveKernels.get()
                        .rows()
                        .columnStatistics(
                                matrix,
                                mean.matrix().row(index),
                                variance.matrix().row(index));
            }
            return new Statistics(mean, variance);
        }
    }
}

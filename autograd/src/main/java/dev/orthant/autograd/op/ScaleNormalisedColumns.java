package dev.orthant.autograd.op;

import dev.orthant.autograd.Eager;
import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Op;
import dev.orthant.autograd.Tape;
import dev.orthant.autograd.Value;
import dev.orthant.tensor.MatrixView;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Span;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.kernel.ActiveKernels;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Batch normalisation with its gain and offset: [NormaliseColumns], [MultiplyRow] and [AddRow] in one pass over memory.
/// X `[stack, rows, columns]`, γ and β `[columns]`:
///
///     Y  = X̂ diag(γ) + 1 βᵀ,   X̂ the [NormaliseColumns] of X, s its [InverseDeviation]
///     dβ = Σ dY        dγ = Σ dY ∘ X̂        over stack and rows
///     dX = γ s (dY − mean(dY) − X̂ mean(dY ∘ X̂))            means over the rows of each matrix
///
/// First derivatives take two passes, one for the sums and one for dX; X̂ is computed again from X and never stored. Where
/// the gradient is itself recorded it is composed of the gradients of the three operations.
///
/// ```java
/// Tensor batch = Tensor.of(Shape.of(1, 2, 2), 1, 10, 3, 14);               // one matrix, columns (1, 3) and (10, 14)
/// Tensor gain = Tensor.of(Shape.of(2), 2, 3);
/// Tensor offset = Tensor.of(Shape.of(2), 100, 0);
/// new ScaleNormalisedColumns(0).forward(List.of(batch, gain, offset)).toArray();       // → [98.0, -3.0, 102.0, 3.0]
/// ```
///
/// @param epsilon ε, added to the variances
/// @param known   the statistics of X, where they are at hand; they are computed where not
/// @since 0.1.0
public record ScaleNormalisedColumns(float epsilon, Optional<NormaliseColumns.Statistics> known) implements Op.Many {
    /// Computes the statistics.
    ///
    /// @param epsilon ε, added to the variances
    public ScaleNormalisedColumns(float epsilon) {
        this(epsilon, Optional.empty());
    }

    @Override
    public Tensor forward(List<Tensor> inputs) {
        Tensor input = inputs.get(0);
        Operands.requireRank("normalise columns", input, 3);
        Shape columns = Shape.of(input.shape().axis(2));
        Operands.requireShape("gain of normalised columns", inputs.get(1), columns);
        Operands.requireShape("offset of normalised columns", inputs.get(2), columns);
        Tensor output = Tensor.uninitialised(input.shape());
        Scaling scaling = scaling(input);
        for (int index = 0; index < input.shape().axis(0); index++) {
            ActiveKernels.get()
                    .rows()
                    .scaleNormalisedColumns(
                            Operands.matrix(input, index),
                            scaling.mean().row(index),
                            scaling.inverse().row(index),
                            inputs.get(1).span(),
                            inputs.get(2).span(),
                            Operands.matrix(output, index));
        }
        return output;
    }

    /// @param mean    [stack, columns]
    /// @param inverse [stack, columns]
    private record Scaling(MatrixView mean, MatrixView inverse) {}

    private Scaling scaling(Tensor input) {
        NormaliseColumns.Statistics statistics = known.orElseGet(() -> NormaliseColumns.Statistics.of(input));
        Tensor inverse = Tensor.zeros(statistics.variance().shape());
        ActiveKernels.get().rows().inverseDeviation(statistics.variance().span(), epsilon, inverse.span());
        return new Scaling(statistics.mean().matrix(), inverse.matrix());
    }

    @Override
    public Value gradientOf(int which, Evaluator evaluator, Value upstream, List<Value> inputs, Value output) {
        return gradientsOf(List.of(which), evaluator, upstream, inputs, output).getFirst();
    }

    @Override
    public List<Value> gradientsOf(
            List<Integer> which, Evaluator evaluator, Value upstream, List<Value> inputs, Value output) {
        return switch (evaluator) {
            case Eager eager -> {
                List<Tensor> gradients = gradients(
                        upstream.tensor(), inputs.get(0).tensor(), inputs.get(1).tensor());
                yield which.stream().map(gradients::get).map(eager::constant).toList();
            }
            case Tape tape ->
                which.stream()
                        .map(index -> composed(index, tape, upstream, inputs.get(0), inputs.get(1)))
                        .toList();
        };
    }

    private Value composed(int which, Evaluator evaluator, Value upstream, Value input, Value gain) {
        if (which == 2) {
            return evaluator.apply(new SumRows(), upstream);
        }
        NormaliseColumns normalise = new NormaliseColumns(epsilon);
        Value normalised = evaluator.apply(normalise, input);
        return which == 1
                ? evaluator.apply(new ColumnDots(), normalised, upstream)
                : normalise.gradient(evaluator, evaluator.apply(new MultiplyRow(), upstream, gain), input, normalised);
    }

    /// dX, dγ and dβ.
    private List<Tensor> gradients(Tensor upstream, Tensor input, Tensor gain) {
        Shape shape = input.shape();
        Scaling scaling = scaling(input);
        Tensor gradient = Tensor.uninitialised(shape);
        List<Span> sums = new ArrayList<>();
        List<Span> dots = new ArrayList<>();
        for (int index = 0; index < shape.axis(0); index++) {
            MatrixView matrix = Operands.matrix(input, index);
            MatrixView own = Operands.matrix(upstream, index);
            Span mean = scaling.mean().row(index);
            Span inverse = scaling.inverse().row(index);
            Span sum = Operands.zeros(1, shape.axis(2)).span();
            Span dot = Operands.zeros(1, shape.axis(2)).span();
            ActiveKernels.get().rows().sumsOfNormalisedColumns(own, matrix, mean, inverse, sum, dot);
            ActiveKernels.get()
                    .rows()
                    .scaleNormalisedColumnsGradient(
                            own, matrix, mean, inverse, gain.span(), sum, dot, Operands.matrix(gradient, index));
            sums.add(sum);
            dots.add(dot);
        }
        return List.of(gradient, total(dots, shape.axis(2)), total(sums, shape.axis(2)));
    }

    private static Tensor total(List<Span> parts, int columns) {
        Tensor total = Tensor.zeros(Shape.of(columns));
        for (Span part : parts) {
            ActiveKernels.get().add(total.span(), part, total.span());
        }
        return total;
    }
}

package dev.orthant.autograd.op;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Op;
import dev.orthant.autograd.Value;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.kernel.ActiveKernels;

/// Every row less its mean, divided by its standard deviation: layer normalisation along the last axis, before gain and
/// offset (Ba, Kiros and Hinton 2016).
///
///     Y  = (X − x̄ 1ᵀ) / √(v + ε)                         x̄, v: mean and variance of the row
///     dX = (dY − mean(dY) − Y ∘ mean(dY ∘ Y)) / √(v + ε)    means over the row
///
/// ```java
/// Tensor rows = Tensor.of(Shape.of(2, 2), 1, 3, 10, 14);
/// new NormaliseRows(1e-12f).forward(rows).toArray();                       // → [-1.0, 1.0, -1.0, 1.0]
/// ```
///
/// @param epsilon ε, more than 0
/// @since 0.1.0
public record NormaliseRows(float epsilon) implements Op.Unary {
    @Override
    public Tensor forward(Tensor input) {
        Tensor output = Tensor.uninitialised(input.shape());
        RowStatistics statistics = RowStatistics.of(input, epsilon);
        ActiveKernels.get()
                .rows()
                .normaliseRows(
                        Operands.lastAxis(input), statistics.mean(), statistics.inverse(), Operands.lastAxis(output));
        return output;
    }

    @Override
    public Value gradient(Evaluator evaluator, Value upstream, Value input, Value output) {
        return evaluator.apply(new NormaliseRowsGradient(epsilon), upstream, input);
    }
}

package dev.orthant.autograd.op;

import dev.orthant.autograd.Add;
import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Op;
import dev.orthant.autograd.Value;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.kernel.ActiveKernels;
import dev.orthant.tensor.kernel.RowKernels;

/// What [NormaliseRows] carries back, fused; the statistics of the rows are computed again, which takes less time than
/// fetching them would take memory.
///
///     N  = NormaliseRows(X),  s = 1/√(v + ε)
///     C  = (A − mean(A) − N ∘ mean(A ∘ N)) s                             means over the row
///     dA = (dC − mean(dC) − N ∘ mean(dC ∘ N)) s
///     dX = NormaliseRowsGradient(W, X) − N ∘ ⟨dC, C⟩ s / width,  W = −s (dC ∘ mean(A ∘ N) + A ∘ mean(dC ∘ N))
///
/// The second line of dX is the derivative through N, the first factor s is differentiated in the last term.
///
/// ```java
/// Tensor upstream = Tensor.filled(Shape.of(1, 2), 1);                      // the same to the whole row: the mean takes it away
/// new NormaliseRowsGradient(1e-12f).forward(upstream, Tensor.of(Shape.of(1, 2), 10, 14)).toArray();    // → [0.0, 0.0]
/// ```
///
/// @param epsilon ε, more than 0
/// @since 0.1.0
public record NormaliseRowsGradient(float epsilon) implements Op.Binary {
    @Override
    public Tensor forward(Tensor left, Tensor right) {
        Operands.requireSameShape(name(), left, right);
        RowStatistics statistics = RowStatistics.of(right, epsilon);
        Tensor normalised = Tensor.uninitialised(right.shape());
        RowKernels rows = ActiveKernels.get().rows();
        rows.normaliseRows(
                Operands.lastAxis(right), statistics.mean(), statistics.inverse(), Operands.lastAxis(normalised));
        Tensor output = Tensor.uninitialised(left.shape());
        rows.normaliseRowsGradient(
                Operands.lastAxis(left),
                Operands.lastAxis(normalised),
                statistics.inverse(),
                Operands.lastAxis(output));
        return output;
    }

    @Override
    public Value gradientOfLeft(Evaluator evaluator, Value upstream, Value left, Value right, Value output) {
        return evaluator.apply(this, upstream, right);
    }

    @Override
    public Value gradientOfRight(Evaluator evaluator, Value upstream, Value left, Value right, Value output) {
        float share = 1f / right.tensor().shape().axis(-1);
        Value normalised = evaluator.apply(new NormaliseRows(epsilon), right);
        Value scaled = evaluator.apply(new Scale(share), evaluator.apply(new InverseRowDeviation(epsilon), right));
        Value ofLeft = slope(evaluator, left, normalised, scaled);
        Value ofUpstream = slope(evaluator, upstream, normalised, scaled);
        Value throughRows = evaluator.apply(
                new Add(),
                evaluator.apply(new MultiplyColumn(), upstream, ofLeft),
                evaluator.apply(new MultiplyColumn(), left, ofUpstream));
        Value carried = evaluator.apply(this, evaluator.apply(new Negate(), throughRows), right);
        Value change = slope(evaluator, upstream, output, scaled);
        return evaluator.apply(new Subtract(), carried, evaluator.apply(new MultiplyColumn(), normalised, change));
    }

    /// s · mean(a ∘ b), one number per row.
    private static Value slope(Evaluator evaluator, Value a, Value b, Value scaled) {
        return evaluator.apply(new Multiply(), evaluator.apply(new RowDots(), a, b), scaled);
    }
}

package dev.orthant.autograd.op;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Op;
import dev.orthant.autograd.Value;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.kernel.ActiveKernels;

/// What [LogSoftmax] carries back, in one pass over memory.
///
///     C  = A − E ∘ (A 1) 1ᵀ                   E = exp(Y)
///     dA = dC − ⟨dC, E⟩ 1ᵀ                    dY = −dC ∘ E ∘ (A 1) 1ᵀ
///
/// ```java
/// Tensor upstream = Tensor.of(Shape.of(1, 2), 1, 0);
/// Tensor output = Tensor.filled(Shape.of(1, 2), (float) Math.log(0.5));
/// Tensor gradient = new LogSoftmaxGradient().forward(upstream, output);
/// Math.round(100 * gradient.at(0, 0));                                     // → 50
/// Math.round(100 * gradient.at(0, 1));                                     // → -50
/// ```
///
/// @since 0.1.0
public record LogSoftmaxGradient() implements Op.Binary {
    @Override
    public Tensor forward(Tensor left, Tensor right) {
        Operands.requireSameShape(name(), left, right);
        Tensor output = Tensor.uninitialised(left.shape());
        ActiveKernels.get()
                .rows()
                .logSoftmaxGradient(Operands.lastAxis(left), Operands.lastAxis(right), Operands.lastAxis(output));
        return output;
    }

    @Override
    public Value gradientOfLeft(Evaluator evaluator, Value upstream, Value left, Value right, Value output) {
        Shape shape = left.tensor().shape();
        Value dots = evaluator.apply(new RowDots(), upstream, evaluator.apply(new Exp(), right));
        Value spread = evaluator.apply(new RepeatAlong(shape.rank() - 1, shape.axis(-1)), dots);
        return evaluator.apply(new Subtract(), upstream, spread);
    }

    @Override
    public Value gradientOfRight(Evaluator evaluator, Value upstream, Value left, Value right, Value output) {
        Value sums = evaluator.apply(new SumAlong(-1), left);
        Value product = evaluator.apply(new Multiply(), upstream, evaluator.apply(new Exp(), right));
        return evaluator.apply(new Negate(), evaluator.apply(new MultiplyColumn(), product, sums));
    }
}

package dev.orthant.autograd.op;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Op;
import dev.orthant.autograd.Value;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.kernel.ActiveKernels;

/// Euclidean (Frobenius) norm of all elements, shape `[]`; accumulated in double precision.
///
///     y  = ‖X‖
///     dX = dy · X / ‖X‖, and 0 where ‖X‖ = 0
///
/// As a loss on `scores − targets` it is the residual norm of the label-ray papers: neither squared nor averaged, so
/// that its gradient has length 1 whatever the scale of the targets.
///
/// ```java
/// new Norm().forward(Tensor.of(Shape.of(2, 1), 3, 4)).item();              // → 5.0
/// ```
///
/// @since 0.1.0
public record Norm() implements Op.Unary {
    @Override
    public Tensor forward(Tensor input) {
        return Tensor.scalar((float) Math.sqrt(ActiveKernels.get().sumOfSquares(input.span())));
    }

    @Override
    public Value gradient(Evaluator evaluator, Value upstream, Value input, Value output) {
        Value factor = evaluator.apply(new DivideOrZero(), upstream, output);
        Value spread = evaluator.apply(new Spread(input.tensor().shape()), factor);
        return evaluator.apply(new Multiply(), spread, input);
    }
}

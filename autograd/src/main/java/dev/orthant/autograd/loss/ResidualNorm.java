package dev.orthant.autograd.loss;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Value;
import dev.orthant.autograd.op.Norm;
import dev.orthant.autograd.op.Subtract;

/// Euclidean distance of the scores of a batch from their targets, neither squared nor averaged.
///
///     loss = ‖F − T‖        ∂loss/∂F = (F − T) / ‖F − T‖, and 0 where F = T
///
/// Its gradient has length 1 whatever the scale of the targets. Source: the experiments of Bernstein and Yue 2021, "On
/// the implicit biases of architecture and gradient descent".
///
/// ```java
/// Eager eager = new Eager();
/// Value scores = eager.constant(Tensor.of(Shape.of(2, 1), 3, 4));
/// Value targets = eager.constant(Tensor.zeros(Shape.of(2, 1)));
/// new ResidualNorm().of(eager, scores, targets).tensor().item();           // → 5.0
/// ```
///
/// @since 0.1.0
public record ResidualNorm() implements Loss {
    @Override
    public Value of(Evaluator evaluator, Value scores, Value targets) {
        return evaluator.apply(new Norm(), evaluator.apply(new Subtract(), scores, targets));
    }
}

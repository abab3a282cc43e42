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
public record ResidualNorm() implements Loss {
    @Override
    public Value of(Evaluator evaluator, Value scores, Value targets) {
        return evaluator.apply(new Norm(), evaluator.apply(new Subtract(), scores, targets));
    }
}

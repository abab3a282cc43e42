package dev.orthant.experiments.classification;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Value;
import dev.orthant.autograd.loss.Loss;
import dev.orthant.autograd.op.Multiply;
import dev.orthant.autograd.op.Scale;
import dev.orthant.autograd.op.Subtract;
import dev.orthant.autograd.op.Sum;

/// Mean over all entries of the squared distance of scores from targets, without a factor of one half.
///
///     loss = ‖F − T‖² / (B C)        ∂loss/∂F = 2 (F − T) / (B C)
public record MeanSquare() implements Loss {
    @Override
    public Value of(Evaluator evaluator, Value scores, Value targets) {
        Value residual = evaluator.apply(new Subtract(), scores, targets);
        Value sum = evaluator.apply(new Sum(), evaluator.apply(new Multiply(), residual, residual));
        return evaluator.apply(new Scale(1f / scores.tensor().size()), sum);
    }
}

package dev.orthant.autograd.loss;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Value;
import dev.orthant.autograd.op.Square;
import dev.orthant.autograd.op.Subtract;

/// Mean over all scores of the squared difference from their targets (PyTorch's `MSELoss`).
///
///     loss = 1/n Σ (F − T)²        n: number of scores
///
/// ```java
/// Eager eager = new Eager();
/// Value scores = eager.constant(Tensor.of(Shape.of(2, 1), 1, 3));
/// Value targets = eager.constant(Tensor.of(Shape.of(2, 1), 1, -1));
/// new MeanSquaredError().of(eager, scores, targets).tensor().item();       // → 8.0
/// ```
///
/// @since 0.1.0
public record MeanSquaredError() implements Loss {
    @Override
    public Value of(Evaluator evaluator, Value scores, Value targets) {
        Value difference = evaluator.apply(new Subtract(), scores, targets);
        return Mean.of(evaluator, evaluator.apply(new Square(), difference));
    }
}

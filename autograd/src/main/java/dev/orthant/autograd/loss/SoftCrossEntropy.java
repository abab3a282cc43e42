package dev.orthant.autograd.loss;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Value;
import dev.orthant.autograd.op.LogSoftmax;
import dev.orthant.autograd.op.Multiply;
import dev.orthant.autograd.op.Negate;

/// Cross entropy of the softmax of the scores with given probabilities, mean over the rows (PyTorch's `CrossEntropyLoss` with
/// class probabilities).
///
///     loss = mean over the rows of  −Σₖ tₖ log pₖ        p = softmax(scores), t: targets
///
/// The targets are in the shape of the scores; each row should sum to 1.
///
/// ```java
/// Eager eager = new Eager();
/// Value scores = eager.constant(Tensor.of(Shape.of(1, 2), 0, 0));
/// Value even = eager.constant(Tensor.of(Shape.of(1, 2), 0.5f, 0.5f));
/// new SoftCrossEntropy().of(eager, scores, even).tensor().item();          // → 0.69314…
/// ```
///
/// @since 0.1.0
public record SoftCrossEntropy() implements Loss {
    @Override
    public Value of(Evaluator evaluator, Value scores, Value targets) {
        int rows = scores.tensor().size() / Math.max(1, scores.tensor().shape().axis(-1));
        Value product = evaluator.apply(new Multiply(), targets, evaluator.apply(new LogSoftmax(), scores));
        return evaluator.apply(new Negate(), Mean.over(evaluator, product, rows));
    }
}

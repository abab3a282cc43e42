package dev.orthant.autograd.loss;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Value;
import dev.orthant.autograd.op.Multiply;
import dev.orthant.autograd.op.Softplus;
import dev.orthant.autograd.op.Subtract;

/// Cross entropy of the logistic function of the scores with probabilities, mean over all scores (PyTorch's
/// `BCEWithLogitsLoss`).
///
///     loss = mean of  −t log σ(f) − (1 − t) log(1 − σ(f))  =  mean of  log(1 + exp(f)) − t f
///
/// The targets are in the shape of the scores, each in [0, 1]. The second form has no logarithm of a number near 0.
///
/// ```java
/// Eager eager = new Eager();
/// Value scores = eager.constant(Tensor.of(Shape.of(2, 1), 0, 0));          // a coin toss: log 2
/// Value targets = eager.constant(Tensor.of(Shape.of(2, 1), 0, 1));
/// new BinaryCrossEntropy().of(eager, scores, targets).tensor().item();     // → 0.69314…
/// ```
///
/// @since 0.1.0
public record BinaryCrossEntropy() implements Loss {
    @Override
    public Value of(Evaluator evaluator, Value scores, Value targets) {
        Value agreement = evaluator.apply(new Multiply(), targets, scores);
        return Mean.of(evaluator, evaluator.apply(new Subtract(), evaluator.apply(new Softplus(), scores), agreement));
    }
}

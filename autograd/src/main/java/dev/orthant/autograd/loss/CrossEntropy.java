package dev.orthant.autograd.loss;

import dev.orthant.autograd.Add;
import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Value;
import dev.orthant.autograd.op.LogSoftmax;
import dev.orthant.autograd.op.Scale;
import dev.orthant.autograd.op.SoftmaxCrossEntropy;

/// Cross entropy of the softmax of the scores with one class per row, mean over the rows (PyTorch's `CrossEntropyLoss` with
/// class indices).
///
///     loss = mean over the rows of  (1 − ε) (−log pₗ) + ε/K Σₖ (−log pₖ)        p = softmax(scores), l: the row's class
///
/// The targets are class indices, one per row of scores: `[batch, 1]` for scores `[batch, K]`, `[batch, time]` for scores
/// `[batch, time, K]`. A network that gives every class the same score has loss log K.
///
/// ```java
/// Eager eager = new Eager();
/// Value scores = eager.constant(Tensor.zeros(Shape.of(2, 10)));            // nothing learnt: log 10
/// Value classes = eager.constant(Tensor.of(Shape.of(2, 1), 3, 7));
/// new CrossEntropy().of(eager, scores, classes).tensor().item();           // → 2.30258…
/// new CrossEntropy(1);                                                     // throws IllegalArgumentException
/// ```
///
/// @param labelSmoothing ε in [0, 1): the share of the target that goes to all classes alike (Szegedy, Vanhoucke, Ioffe,
///                       Shlens and Wojna 2016)
/// @since 0.1.0
public record CrossEntropy(double labelSmoothing) implements Loss {
    /// With label smoothing.
    ///
    /// @throws IllegalArgumentException if the smoothing is not in [0, 1)
    public CrossEntropy {
        if (!(labelSmoothing >= 0 && labelSmoothing < 1)) {
            throw new IllegalArgumentException(
                    "cross entropy: label smoothing is " + labelSmoothing + " but must be in [0, 1)");
        }
    }

    /// Without label smoothing.
    public CrossEntropy() {
        this(0);
    }

    @Override
    public Value of(Evaluator evaluator, Value scores, Value targets) {
        int[] labels = Labels.of("cross entropy", scores.tensor(), targets.tensor());
        Value own = Mean.of(evaluator, evaluator.apply(new SoftmaxCrossEntropy(labels), scores));
        if (labelSmoothing == 0) {
            return own;
        }
        Value all = Mean.of(evaluator, evaluator.apply(new LogSoftmax(), scores)); // over rows and classes
        return evaluator.apply(
                new Add(),
                evaluator.apply(new Scale((float) (1 - labelSmoothing)), own),
                evaluator.apply(new Scale((float) -labelSmoothing), all));
    }
}

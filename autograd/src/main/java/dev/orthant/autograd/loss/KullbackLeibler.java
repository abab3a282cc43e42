package dev.orthant.autograd.loss;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Value;
import dev.orthant.autograd.op.AddScalar;
import dev.orthant.tensor.Tensor;

/// Divergence of the softmax of the scores from given probabilities, mean over the rows (PyTorch's `KLDivLoss` with
/// `reduction="batchmean"`, which is handed the logarithms that are computed here).
///
///     loss = mean over the rows of  Σₖ tₖ (log tₖ − log pₖ)        p = softmax(scores), t: targets, 0 log 0 = 0
///
/// The targets are in the shape of the scores. It is [SoftCrossEntropy] less the entropy of the targets: the same gradient
/// with respect to the scores, but 0 where the network is right. Nothing is differentiated with respect to the targets.
///
/// ```java
/// Eager eager = new Eager();
/// Value scores = eager.constant(Tensor.of(Shape.of(1, 2), 0, 0));                  // p = (½, ½)
/// Value certain = eager.constant(Tensor.of(Shape.of(1, 2), 0, 1));
/// new KullbackLeibler().of(eager, scores, certain).tensor().item();                // → 0.69314…
/// Value even = eager.constant(Tensor.of(Shape.of(1, 2), 0.5f, 0.5f));
/// Math.abs(new KullbackLeibler().of(eager, scores, even).tensor().item()) < 1e-6;  // → true
/// ```
///
/// @since 0.1.0
public record KullbackLeibler() implements Loss {
    @Override
    public Value of(Evaluator evaluator, Value scores, Value targets) {
        Tensor given = targets.tensor();
        int rows = given.size() / Math.max(1, given.shape().axis(-1));
        double negativeEntropy = 0;
        for (float probability : given.toArray()) {
            negativeEntropy += probability > 0 ? probability * Math.log(probability) : 0;
        }
        Value cross = new SoftCrossEntropy().of(evaluator, scores, targets);
        return evaluator.apply(new AddScalar((float) (negativeEntropy / rows)), cross);
    }
}

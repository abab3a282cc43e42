package dev.orthant.autograd.loss;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Value;
import dev.orthant.autograd.op.AddScalar;
import dev.orthant.autograd.op.Multiply;
import dev.orthant.autograd.op.Negate;
import dev.orthant.autograd.op.ScaledRelu;

/// How far margins fall short of 1, mean over all scores (the loss of support vector machines; Cortes and Vapnik 1995).
///
///     loss = mean of  max(0, 1 − t f)
///
/// The targets are in the shape of the scores, each −1 or 1.
///
/// ```java
/// Eager eager = new Eager();
/// Value scores = eager.constant(Tensor.of(Shape.of(2, 1), 3, -0.5f));      // right with margin 3, wrong by 0.5
/// Value targets = eager.constant(Tensor.of(Shape.of(2, 1), 1, 1));
/// new Hinge().of(eager, scores, targets).tensor().item();                  // → 0.75
/// ```
///
/// @since 0.1.0
public record Hinge() implements Loss {
    @Override
    public Value of(Evaluator evaluator, Value scores, Value targets) {
        Value margins = evaluator.apply(new Multiply(), targets, scores);
        Value shortfall = evaluator.apply(new AddScalar(1), evaluator.apply(new Negate(), margins));
        return Mean.of(evaluator, evaluator.apply(new ScaledRelu(1), shortfall));
    }
}

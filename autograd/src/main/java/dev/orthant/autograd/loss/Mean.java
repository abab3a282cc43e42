package dev.orthant.autograd.loss;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Value;
import dev.orthant.autograd.op.Scale;
import dev.orthant.autograd.op.Sum;

/// The mean that losses take over scores or examples.
final class Mean {
    private Mean() {}

    /// Of all elements, shape `[]`.
    static Value of(Evaluator evaluator, Value values) {
        return over(evaluator, values, values.tensor().size());
    }

    /// The sum of all elements divided by a count.
    static Value over(Evaluator evaluator, Value values, int count) {
        return evaluator.apply(new Scale(1f / count), evaluator.apply(new Sum(), values));
    }
}

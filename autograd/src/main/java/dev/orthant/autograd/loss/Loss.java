package dev.orthant.autograd.loss;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Value;

/// One number that says how far scores are from targets; training makes it small.
@FunctionalInterface
public interface Loss {
    /// @param scores  `[batch, outputs]`
    /// @param targets `[batch, outputs]`
    /// @return `[]`
    Value of(Evaluator evaluator, Value scores, Value targets);
}

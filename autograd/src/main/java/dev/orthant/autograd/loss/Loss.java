package dev.orthant.autograd.loss;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Value;

/// One number that says how far scores are from targets; training makes it small.
///
/// There is one convention for targets: a tensor of numbers whose first axis is the batch. Losses that compare score by score
/// ([MeanSquaredError], [BinaryCrossEntropy], [Hinge], [ResidualNorm]) and those that take probabilities
/// ([SoftCrossEntropy], [KullbackLeibler]) have targets in the shape of the scores. [CrossEntropy] alone has targets of one
/// class index per row of scores: `[batch, 1]`, or `[batch, time]` for sequences.
@FunctionalInterface
public interface Loss {
    /// @param scores  `[batch, outputs]`, or with more axes between them
    /// @param targets `[batch, …]`, see above
    /// @return `[]`
    Value of(Evaluator evaluator, Value scores, Value targets);
}

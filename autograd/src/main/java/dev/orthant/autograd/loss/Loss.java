package dev.orthant.autograd.loss;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Value;

/// One number that says how far scores are from targets; training makes it small.
///
/// There is one convention for targets: a tensor of numbers whose first axis is the batch. Losses that compare score by score
/// ([MeanSquaredError], [BinaryCrossEntropy], [Hinge], [ResidualNorm]) and those that take probabilities
/// ([SoftCrossEntropy], [KullbackLeibler]) have targets in the shape of the scores. [CrossEntropy] alone has targets of one
/// class index per row of scores: `[batch, 1]`, or `[batch, time]` for sequences.
///
/// ```java
/// Loss loss = new MeanSquaredError();
/// Tape tape = new Tape();
/// Value scores = tape.variable(Tensor.of(Shape.of(2, 1), 0.5f, 1));
/// Value targets = tape.constant(Tensor.of(Shape.of(2, 1), 1, -1));
/// Value value = loss.of(tape, scores, targets);
/// value.tensor().item();                               // → 2.125
/// tape.backward(value).of(scores).toArray();           // → [-0.5, 2.0]
/// ```
///
/// @since 0.1.0
@FunctionalInterface
public interface Loss {
    /// Computes the loss.
    ///
    /// @param evaluator applies its operations: a tape where it is to be differentiated
    /// @param scores    `[batch, outputs]`, or with more axes between them
    /// @param targets   `[batch, …]`, see above
    /// @return          `[]`
    Value of(Evaluator evaluator, Value scores, Value targets);
}

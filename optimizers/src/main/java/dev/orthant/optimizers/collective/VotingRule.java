package dev.orthant.optimizers.collective;

import dev.orthant.tensor.random.Streams;
import dev.orthant.tensor.weights.Weights;

/// A worker's half of a rule whose steps are voted on: what it sends, and what it does with the verdict.
///
/// ```java
/// Tensor w = Tensor.of(Shape.of(1, 2), 1, 1);
/// Weights weights = Weights.of(List.of(new Weight("w", Role.MATRIX, w)));
/// Weights gradient = weights.map(each -> Tensor.of(each.shape(), 7, -9));
/// VotingRule<VotedSignum.State> rule = new VotedSignum(0.5, 0);
/// SignBits vote = rule.vote(gradient, rule.start(weights), Streams.ofSeed(0));
/// rule.step(weights, vote, 1);    // alone, the vote is the verdict: signSGD
/// w.toArray();                    // → [0.5, 1.5]
/// ```
///
/// @param <S> what this worker remembers; other workers remember other things
/// @since 0.1.0
public interface VotingRule<S> {
    /// Prepares for these weights.
    ///
    /// @param weights the same for all workers; may be moved, by all alike
    /// @return what this worker remembers before its first vote
    S start(Weights weights);

    /// {@return what this worker votes for}
    ///
    /// @param gradient of this worker's examples, in the form of the weights
    /// @param state    changed in place
    /// @param coins    of this worker and round
    /// @throws ArithmeticException if a number is NaN
    SignBits vote(Weights gradient, S state, Streams coins);

    /// Moves the weights along the verdict, in place: the same for all workers.
    ///
    /// @param weights        the same for all workers
    /// @param verdict        one sign per weight, in the order of the weights
    /// @param rateMultiplier the schedule's factor of the learning rate
    void step(Weights weights, SignBits verdict, double rateMultiplier);
}

package dev.orthant.optimizers.collective;

import dev.orthant.optimizers.SignOfZero;
import dev.orthant.tensor.Span;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.kernel.ActiveKernels;
import dev.orthant.tensor.random.Streams;
import dev.orthant.tensor.weights.Weight;
import dev.orthant.tensor.weights.Weights;

/// Majority vote with error feedback: what a worker's signs left out of its direction it adds to the next one.
///
///     C_j = G_j + E_j
///     V   = sign(Σ_j sign C_j)
///     E_j ← C_j − mean|C_j| · sign C_j       per tensor
///     W   ← W − η (V + λ W)
///
/// Source: Karimireddy, Rebjock, Stich and Jaggi 2019, "Error feedback fixes signSGD and other gradient compression schemes",
/// algorithm 1, for one worker. Departure: the verdict stays one bit, so that the step has no magnitude of its own, and the
/// error is that of the worker's own compression.
///
/// ```java
/// Weights weights = Weights.of(List.of(new Weight("w", Role.MATRIX, Tensor.of(Shape.of(1, 2), 5, 5))));
/// VotedErrorFeedback rule = new VotedErrorFeedback(0.5, 0);
/// VotedErrorFeedback.State state = rule.start(weights);
/// SignBits vote = rule.vote(weights.map(each -> Tensor.of(each.shape(), 3, -1)), state, Streams.ofSeed(0));
/// state.error().get("w").toArray();   // → [1.0, 1.0]
/// rule.step(weights, vote, 1);        // the error 3 − 2 and −1 + 2 is for the next vote
/// weights.get("w").toArray();         // → [4.5, 5.5]
/// ```
///
/// @param learningRate η, more than 0
/// @param weightDecay  λ, at least 0
/// @since 0.1.0
public record VotedErrorFeedback(double learningRate, double weightDecay)
        implements VotingRule<VotedErrorFeedback.State> {
    /// Checks the ranges above.
    ///
    /// @throws IllegalArgumentException if a number is out of range
    public VotedErrorFeedback {
        if (!(learningRate > 0 && weightDecay >= 0) || !Double.isFinite(learningRate + weightDecay)) {
            throw new IllegalArgumentException("voted error feedback: learning rate is " + learningRate
                    + " and weight decay " + weightDecay + "; they must be more than 0 and at least 0");
        }
    }

    /// What one worker remembers between steps: one number per weight.
    ///
    /// @param error E_j, in the form of the weights
    public record State(Weights error) {}

    @Override
    public State start(Weights weights) {
        return new State(weights.map(tensor -> Tensor.zeros(tensor.shape())));
    }

    @Override
    public SignBits vote(Weights gradient, State state, Streams coins) {
        state.error().requireSameForm("voted error feedback", gradient);
        for (Weight error : state.error().all()) {
            Span corrected = error.tensor().span();
            ActiveKernels.get().add(corrected, gradient.get(error.name()).span(), corrected);
        }
        SignBits signs = SignBits.of(Flat.of(state.error()), SignOfZero.ZERO, coins);
        for (Weight error : state.error().all()) {
            subtractSigns(error.tensor().span());
        }
        return signs;
    }

    /// C ← C − mean|C| · sign C
    private static void subtractSigns(Span corrected) {
        float[] array = corrected.array();
        double sum = 0;
        for (int i = corrected.from(); i < corrected.from() + corrected.length(); i++) {
            sum += Math.abs(array[i]);
        }
        float size = (float) (sum / Math.max(1, corrected.length()));
        for (int i = corrected.from(); i < corrected.from() + corrected.length(); i++) {
            array[i] -= size * Math.signum(array[i]);
        }
    }

    @Override
    public void step(Weights weights, SignBits verdict, double rateMultiplier) {
        Verdicts.step(weights, verdict, learningRate * rateMultiplier, weightDecay);
    }
}

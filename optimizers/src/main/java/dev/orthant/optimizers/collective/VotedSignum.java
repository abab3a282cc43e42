package dev.orthant.optimizers.collective;

import dev.orthant.optimizers.SignOfZero;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.kernel.ActiveKernels;
import dev.orthant.tensor.random.Streams;
import dev.orthant.tensor.weights.Weight;
import dev.orthant.tensor.weights.Weights;

/// Signum by majority vote. Momentum lives on the workers; only signs travel.
///
///     M_j ← μ M_j + (1 − μ) G_j              worker j
///     V   = sign(Σ_j sign M_j)               the vote
///     W   ← W − η (V + λ W)                  everyone
///
/// Source: Bernstein, Zhao, Azizzadenesheli and Anandkumar 2019, "signSGD with majority vote is communication efficient and
/// fault tolerant", algorithm 1.
///
/// ```java
/// Tensor w = Tensor.of(Shape.of(1, 1), 10);
/// Weights weights = Weights.of(List.of(new Weight("w", Role.MATRIX, w)));
/// VotedSignum rule = new VotedSignum(0.5, 0.9);
/// Streams coins = Streams.ofSeed(0);
/// List<SignBits> votes = Stream.of(1f, 2f, -1000f)    // the gradients of three workers; the last is far off
///         .map(slope -> rule.vote(weights.map(each -> Tensor.of(each.shape(), slope)), rule.start(weights), coins))
///         .toList();
/// rule.step(weights, MajorityVote.of(votes, SignOfZero.ZERO, coins).signs(), 1);
/// w.item();                                           // → 9.5
/// ```
///
/// @param learningRate η, more than 0
/// @param momentum     μ, in [0, 1); 0 gives signSGD
/// @param weightDecay  λ, at least 0; applied after the vote
/// @param signOfZero   what a worker votes where its momentum is 0
/// @since 0.1.0
public record VotedSignum(double learningRate, double momentum, double weightDecay, SignOfZero signOfZero)
        implements VotingRule<VotedSignum.State> {
    /// Checks the ranges above.
    ///
    /// @throws IllegalArgumentException if a number is out of range
    public VotedSignum {
        if (!(learningRate > 0 && momentum >= 0 && momentum < 1 && weightDecay >= 0)
                || !Double.isFinite(learningRate + weightDecay)) {
            throw new IllegalArgumentException(
                    "voted signum: learning rate is " + learningRate + ", momentum " + momentum + " and weight decay "
                            + weightDecay + "; they must be more than 0, in [0, 1) and at least 0");
        }
    }

    /// Abstains where the momentum is 0; no decay.
    ///
    /// @param learningRate η, more than 0
    /// @param momentum     μ, in [0, 1)
    public VotedSignum(double learningRate, double momentum) {
        this(learningRate, momentum, 0, SignOfZero.ZERO);
    }

    /// What one worker remembers between steps: one number per weight.
    ///
    /// ```java
    /// Weights weights = Weights.of(List.of(new Weight("w", Role.MATRIX, Tensor.of(Shape.of(1, 1), 10))));
    /// VotedSignum rule = new VotedSignum(0.5, 0.75);
    /// VotedSignum.State state = rule.start(weights);
    /// rule.vote(weights.map(each -> Tensor.filled(each.shape(), 8)), state, Streams.ofSeed(0));   // ¾ · 0 + ¼ · 8
    /// state.mean().get("w").item();                                                               // → 2.0
    /// ```
    ///
    /// @param mean M_j, in the form of the weights
    public record State(Weights mean) {}

    @Override
    public State start(Weights weights) {
        return new State(weights.map(tensor -> Tensor.zeros(tensor.shape())));
    }

    @Override
    public SignBits vote(Weights gradient, State state, Streams coins) {
        state.mean().requireSameForm("voted signum", gradient);
        for (Weight mean : state.mean().all()) {
            ActiveKernels.get()
                    .scale(mean.tensor().span(), (float) momentum, mean.tensor().span());
            ActiveKernels.get()
                    .addScaled(
                            mean.tensor().span(),
                            (float) (1 - momentum),
                            gradient.get(mean.name()).span());
        }
        return SignBits.of(Flat.of(state.mean()), signOfZero, coins);
    }

    @Override
    public void step(Weights weights, SignBits verdict, double rateMultiplier) {
        Verdicts.step(weights, verdict, learningRate * rateMultiplier, weightDecay);
    }
}

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

package dev.orthant.optimizers;

import dev.orthant.tensor.kernel.ActiveKernels;
import dev.orthant.tensor.kernel.StepKernels;
import dev.orthant.tensor.weights.Weight;
import dev.orthant.tensor.weights.Weights;

/// LARS: momentum descent in which every tensor takes a step in proportion to its own norm.
///
///     ρ = ‖W‖ / (‖G‖ + λ ‖W‖)          (1 where either norm is 0)
///     V ← μ V + η ρ (G + λ W)
///     W ← W − V
///
/// Source: You, Gitman and Ginsburg 2017, "Large batch training of convolutional networks", equation 6 and algorithm 1;
/// the paper's trust coefficient and global rate are one number here, η. With μ = λ = 0 this is the LARS of Bernstein,
/// Vahdat, Yue and Liu 2020: [Fromage] without its correction, so that norms grow.
///
/// @param learningRate η, more than 0
/// @param momentum     μ, in [0, 1)
/// @param weightDecay  λ, at least 0
public record Lars(double learningRate, double momentum, double weightDecay) implements Optimizer<Lars.State> {
    /// Checks the ranges above.
    ///
    /// @throws IllegalArgumentException naming the number that is out of range
    public Lars {
        Require.positive("lars", "learning rate", learningRate);
        Require.decay("lars", "momentum", momentum);
        Require.notNegative("lars", "weight decay", weightDecay);
    }

    /// What the rule remembers between steps: one number per weight.
    ///
    /// @param velocity V, in the form of the weights
    public record State(Weights velocity) {}

    @Override
    public State start(Weights weights) {
        return new State(Sweep.zeros(weights));
    }

    @Override
    public State step(Weights weights, Weights gradient, State state, double rateMultiplier) {
        weights.requireSameForm("lars", gradient);
        StepKernels steps = ActiveKernels.get().steps();
        for (Weight weight : weights.all()) {
            double weightNorm = Sweep.norm(weight.tensor());
            double gradientNorm = Sweep.norm(gradient.get(weight.name()));
            boolean anyZero = weightNorm == 0 || gradientNorm == 0;
            double trust = anyZero ? 1 : weightNorm / (gradientNorm + weightDecay * weightNorm);
            float length = (float) (learningRate * rateMultiplier * trust);
            Sweep.over(
                    weight,
                    cut -> steps.heavyBall(
                            cut.of(weights),
                            cut.of(gradient),
                            cut.of(state.velocity()),
                            (float) momentum,
                            length,
                            1,
                            (float) weightDecay));
        }
        return state;
    }
}

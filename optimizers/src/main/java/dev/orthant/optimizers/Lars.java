package dev.orthant.optimizers;

import dev.orthant.tensor.Span;
import dev.orthant.tensor.kernel.ActiveKernels;
import dev.orthant.tensor.kernel.StepKernels;
import dev.orthant.tensor.weights.Gradient;
import dev.orthant.tensor.weights.Weight;
import dev.orthant.tensor.weights.WeightGradients;
import dev.orthant.tensor.weights.Weights;
import java.util.List;

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
/// ```java
/// Tensor large = Tensor.of(Shape.of(1, 1), 8);
/// Tensor small = Tensor.of(Shape.of(1, 1), -2);
/// Weights weights =
///         Weights.of(List.of(new Weight("0", Role.MATRIX, large), new Weight("1", Role.MATRIX, small)));
/// Weights gradient = weights.map(each -> Tensor.filled(each.shape(), 64));
/// Lars rule = new Lars(0.5, 0, 0);
/// Lars.State state = rule.start(weights);
/// rule.step(weights, gradient, state, 1);     // each moves by half of its norm, however steep it is
/// large.item();                               // → 4.0
/// small.item();                               // → -3.0
/// ```
///
/// @param learningRate η, more than 0
/// @param momentum     μ, in [0, 1)
/// @param weightDecay  λ, at least 0
/// @since 0.1.0
public record Lars(double learningRate, double momentum, double weightDecay) implements Optimizer<Lars.State> {
    /// Checks the ranges above.
    ///
    /// @throws IllegalArgumentException naming the number that is out of range
    public Lars {
        Require.positive("lars", "learning rate", learningRate);
        Require.decay("lars", "momentum", momentum);
        Require.notNegative("lars", "weight decay", weightDecay);
    }

    /// What the rule remembers between steps: one number per weight, none without momentum.
    ///
    /// @param velocity V, in the form of the weights; the weights of no tensor without momentum
    public record State(Weights velocity) {}

    @Override
    public State start(Weights weights) {
        return new State(momentum == 0 ? Weights.of(List.of()) : Sweep.zeros(weights));
    }

    @Override
    public State step(Weights weights, Weights gradient, State state, double rateMultiplier) {
        weights.requireSameForm("lars", gradient);
        StepKernels steps = ActiveKernels.get().steps();
        float decay = (float) weightDecay;
        for (Weight weight : weights.all()) {
            float length = length(weight, Sweep.norm(gradient.get(weight.name())), rateMultiplier);
            Sweep.over(weight, cut -> {
                if (momentum == 0) {
                    steps.descend(cut.of(weights), cut.of(gradient), length, decay);
                } else {
                    Span velocity = cut.of(state.velocity());
                    steps.heavyBall(cut.of(weights), cut.of(gradient), velocity, (float) momentum, length, 1, decay);
                }
            });
        }
        return state;
    }

    /// With neither momentum nor decay: then only the gradient's norm is needed.
    @Override
    public boolean takesProducts() {
        return momentum == 0 && weightDecay == 0;
    }

    @Override
    public State step(Weights weights, WeightGradients gradients, State state, double rateMultiplier) {
        if (!takesProducts()) {
            return step(weights, gradients.formed(), state, rateMultiplier);
        }
        for (Weight weight : weights.all()) {
            Gradient gradient = gradients.get(weight.name());
            Sweep.descendAndScale(weight, gradient, length(weight, Sweep.norm(gradient), rateMultiplier), 1);
        }
        return state;
    }

    /// η ρ
    private float length(Weight weight, double gradientNorm, double rateMultiplier) {
        double weightNorm = Sweep.norm(weight.tensor());
        boolean anyZero = weightNorm == 0 || gradientNorm == 0;
        double trust = anyZero ? 1 : weightNorm / (gradientNorm + weightDecay * weightNorm);
        return Sweep.multiplier(learningRate * rateMultiplier * trust, gradientNorm);
    }
}

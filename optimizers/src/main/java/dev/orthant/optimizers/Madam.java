package dev.orthant.optimizers;

import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.kernel.ActiveKernels;
import dev.orthant.tensor.kernel.MadamStep;
import dev.orthant.tensor.kernel.StepKernels;
import dev.orthant.tensor.weights.Weights;

/// Madam: every weight is multiplied by a factor, so that none ever changes its sign.
///
///     V ← β V + (1 − β) G²
///     N = G / √(V / (1 − βᵗ)), clamped to [−c, c];   0 where the root is 0, NaN where it is infinite
///     W ← W exp(−η N sign W), clamped to [−m, m];   m = s · root mean square of the tensor's first weights
///
/// Source: Bernstein, Zhao, Meister, Liu, Anandkumar and Yue 2020, "Learning compositional functions via multiplicative
/// weight updates", algorithm 1. A weight that is 0 stays 0, and a tensor that begins as all zeros never moves: begin
/// biases elsewhere. The root is infinite from the first |G| above 1.8·10¹⁹ on: without the NaN the weight would stand still
/// for ever.
///
/// ```java
/// Tensor w = Tensor.of(Shape.of(1, 2), 1, -1);
/// Weights weights = Weights.of(List.of(new Weight("w", Role.MATRIX, w)));
/// Weights gradient = weights.map(each -> Tensor.filled(each.shape(), 7));
/// Madam rule = new Madam(Math.log(2));
/// Madam.State state = rule.start(weights);
/// state.largest().get("w").item();            // → 3.0
/// rule.step(weights, gradient, state, 1);     // halved and doubled
/// Math.round(1000 * w.at(0, 0));              // → 500
/// Math.round(1000 * w.at(0, 1));              // → -2000
/// ```
///
/// @param learningRate η, more than 0: at the first step every weight changes by a factor of exp ± η
/// @param scale        s, more than 0
/// @param bound        c, more than 0
/// @param beta         β, in [0, 1)
/// @since 0.1.0
public record Madam(double learningRate, double scale, double bound, double beta) implements Optimizer<Madam.State> {
    /// Checks the ranges above.
    ///
    /// @throws IllegalArgumentException naming the number that is out of range
    public Madam {
        Require.positive("madam", "learning rate", learningRate);
        Require.positive("madam", "scale", scale);
        Require.positive("madam", "bound", bound);
        Require.decay("madam", "beta", beta);
    }

    /// The paper's settings besides the rate: s = 3, c = 10, β = 0.999.
    ///
    /// @param learningRate η, more than 0; 0.01 in most of the paper
    public Madam(double learningRate) {
        this(learningRate, 3, 10, 0.999);
    }

    /// What the rule remembers between steps: one number per weight and one per tensor.
    ///
    /// @param steps      t, the steps taken
    /// @param meanSquare V, in the form of the weights
    /// @param largest    m, `[]` for each tensor; constant
    public record State(long steps, Weights meanSquare, Weights largest) {}

    @Override
    public State start(Weights weights) {
        return new State(0, Sweep.zeros(weights), weights.map(tensor -> Tensor.scalar(largest(tensor, scale))));
    }

    @Override
    public State step(Weights weights, Weights gradient, State state, double rateMultiplier) {
        weights.requireSameForm("madam", gradient);
        StepKernels steps = ActiveKernels.get().steps();
        double correction = 1 / (1 - Math.pow(beta, (double) (state.steps() + 1)));
        Sweep.over(weights, cut -> {
            MadamStep numbers = new MadamStep(
                    (float) beta,
                    (float) (1 - beta),
                    (float) correction,
                    (float) bound,
                    (float) (learningRate * rateMultiplier),
                    state.largest().get(cut.name()).item());
            steps.madam(cut.of(weights), cut.of(gradient), cut.of(state.meanSquare()), numbers);
        });
        return new State(state.steps() + 1, state.meanSquare(), state.largest());
    }

    /// A multiple of the root mean square of a tensor; 0 of an empty one.
    static float largest(Tensor tensor, double scale) {
        return tensor.size() == 0 ? 0 : (float) (scale * Sweep.norm(tensor) / Math.sqrt(tensor.size()));
    }
}

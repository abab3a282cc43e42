package dev.orthant.optimizers;

import dev.orthant.tensor.Span;
import dev.orthant.tensor.kernel.ActiveKernels;
import dev.orthant.tensor.kernel.StepKernels;
import dev.orthant.tensor.random.Streams;
import dev.orthant.tensor.weights.Weights;

/// Every weight moves by the same amount, in the direction of the sign of its gradient.
///
///     W ← W − η (sign G + λ W)
///
/// Source: Bernstein, Wang, Azizzadenesheli and Anandkumar 2018, "signSGD: compressed optimisation for non-convex
/// problems", algorithm 1. NaN has no sign and stays NaN.
///
/// ```java
/// Tensor w = Tensor.of(Shape.of(1, 3), 1, 1, 1);
/// Weights weights = Weights.of(List.of(new Weight("w", Role.MATRIX, w)));
/// SignSgd rule = new SignSgd(0.5);
/// SignSgd.State state = rule.start(weights);
/// rule.step(weights, weights.map(each -> Tensor.of(each.shape(), 1000, -0.001f, 0)), state, 1);
/// w.toArray();    // → [0.5, 1.5, 1.0]
/// ```
///
/// @param learningRate η, more than 0
/// @param weightDecay  λ, at least 0
/// @param signOfZero   what sign 0 is
/// @param seed         of the coins of [SignOfZero#RANDOM]; the others do not use it
/// @since 0.1.0
public record SignSgd(double learningRate, double weightDecay, SignOfZero signOfZero, long seed)
        implements Optimizer<SignSgd.State> {
    /// Checks the ranges above.
    ///
    /// @throws IllegalArgumentException naming the number that is out of range
    public SignSgd {
        Require.positive("signsgd", "learning rate", learningRate);
        Require.notNegative("signsgd", "weight decay", weightDecay);
    }

    /// The paper's rule: sign 0 = 0, no decay.
    ///
    /// @param learningRate η, more than 0: by how much every weight moves
    public SignSgd(double learningRate) {
        this(learningRate, 0, SignOfZero.ZERO, 0);
    }

    /// What the rule remembers between steps: for the coins, how many there were.
    ///
    /// @param steps taken so far
    public record State(long steps) {}

    @Override
    public State start(Weights weights) {
        return new State(0);
    }

    @Override
    public State step(Weights weights, Weights gradient, State state, double rateMultiplier) {
        weights.requireSameForm("signsgd", gradient);
        StepKernels steps = ActiveKernels.get().steps();
        float rate = (float) (learningRate * rateMultiplier);
        Streams coins = Streams.ofSeed(seed).named("signs of zero").indexed(state.steps());
        Sweep.over(weights, cut -> {
            Span w = cut.of(weights);
            Span g = cut.of(gradient);
            steps.signStep(w, g, rate, (float) weightDecay, signOfZero.kernelValue());
            signOfZero.stepWhereZero(cut, w, g, rate, coins);
        });
        return new State(state.steps() + 1);
    }
}

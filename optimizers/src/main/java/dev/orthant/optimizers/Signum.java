package dev.orthant.optimizers;

import dev.orthant.tensor.Span;
import dev.orthant.tensor.kernel.ActiveKernels;
import dev.orthant.tensor.kernel.StepKernels;
import dev.orthant.tensor.random.Streams;
import dev.orthant.tensor.weights.Weights;

/// Every weight moves by the same amount, in the direction of the sign of its gradient's running mean.
///
///     M ← μ M + (1 − μ) G
///     W ← W − η (sign M + λ W)
///
/// Source: Bernstein, Wang, Azizzadenesheli and Anandkumar 2018, "signSGD: compressed optimisation for non-convex
/// problems", algorithm 2. NaN has no sign and stays NaN.
///
/// ```java
/// Tensor w = Tensor.of(Shape.of(1, 1), 10);
/// Weights weights = Weights.of(List.of(new Weight("w", Role.MATRIX, w)));
/// Signum rule = new Signum(1, 0.5);
/// Signum.State state = rule.start(weights);
/// for (float slope : new float[] {4, -1}) {   // M = 2, then ½: one small gradient does not turn it
///     state = rule.step(weights, weights.map(each -> Tensor.filled(each.shape(), slope)), state, 1);
/// }
/// w.item();                                   // → 8.0
/// state.mean().get("w").item();               // → 0.5
/// ```
///
/// @param learningRate η, more than 0
/// @param momentum     μ, in [0, 1); 0 gives the steps of [SignSgd]
/// @param weightDecay  λ, at least 0
/// @param signOfZero   what sign 0 is
/// @param seed         of the coins of [SignOfZero#RANDOM]; the others do not use it
/// @since 0.1.0
public record Signum(double learningRate, double momentum, double weightDecay, SignOfZero signOfZero, long seed)
        implements Optimizer<Signum.State> {
    /// Checks the ranges above.
    ///
    /// @throws IllegalArgumentException naming the number that is out of range
    public Signum {
        Require.positive("signum", "learning rate", learningRate);
        Require.decay("signum", "momentum", momentum);
        Require.notNegative("signum", "weight decay", weightDecay);
    }

    /// The paper's rule: sign 0 = 0, no decay.
    ///
    /// @param learningRate η, more than 0: by how much every weight moves
    /// @param momentum     μ, in [0, 1)
    public Signum(double learningRate, double momentum) {
        this(learningRate, momentum, 0, SignOfZero.ZERO, 0);
    }

    /// What the rule remembers between steps: one number per weight.
    ///
    /// @param steps taken so far
    /// @param mean  M, in the form of the weights
    public record State(long steps, Weights mean) {}

    @Override
    public State start(Weights weights) {
        return new State(0, Sweep.zeros(weights));
    }

    @Override
    public State step(Weights weights, Weights gradient, State state, double rateMultiplier) {
        weights.requireSameForm("signum", gradient);
        StepKernels steps = ActiveKernels.get().steps();
        float rate = (float) (learningRate * rateMultiplier);
        float kept = (float) momentum;
        float added = (float) (1 - momentum);
        Streams coins = Streams.ofSeed(seed).named("signs of zero").indexed(state.steps());
        Sweep.over(weights, cut -> {
            Span w = cut.of(weights);
            Span m = cut.of(state.mean());
            steps.signOfMeanStep(
                    w, cut.of(gradient), m, kept, added, rate, (float) weightDecay, signOfZero.kernelValue());
            signOfZero.stepWhereZero(cut, w, m, rate, coins);
        });
        return new State(state.steps() + 1, state.mean());
    }
}

package dev.orthant.optimizers;

import dev.orthant.tensor.Span;
import dev.orthant.tensor.kernel.ActiveKernels;
import dev.orthant.tensor.kernel.Kernels;
import dev.orthant.tensor.weights.Weights;

/// Any rule as a scout: every k steps the slow weights go a part of the way to where it got, and it starts again from there.
///
///     k steps of the rule on W, then   Φ ← Φ + α (W − Φ),   W ← Φ
///
/// Source: Zhang, Lucas, Hinton and Ba 2019, "Lookahead optimizer: k steps forward, 1 step back", algorithm 1. The rule's
/// own state goes on unchanged, the first of the options that the paper names. Around a [Constrained] rule Φ is projected,
/// for between two points of a set there may be none of it.
///
/// ```java
/// Tensor w = Tensor.of(Shape.of(1, 1), 10);
/// Weights weights = Weights.of(List.of(new Weight("w", Role.MATRIX, w)));
/// Weights gradient = weights.map(each -> Tensor.filled(each.shape(), 1));
/// Lookahead<Sgd.State> rule = new Lookahead<>(new Sgd(2, 0), 2, 0.5);
/// Lookahead.State<Sgd.State> state = rule.step(weights, gradient, rule.start(weights), 1);
/// w.item();                                   // → 8.0
/// rule.step(weights, gradient, state, 1);     // to 6, and half of the way from 10 to there
/// w.item();                                   // → 8.0
/// ```
///
/// @param rule     the fast rule
/// @param period   k, at least 1
/// @param fraction α, in (0, 1]
/// @param <S>      what the rule remembers
/// @since 0.1.0
public record Lookahead<S>(Optimizer<S> rule, long period, double fraction) implements Optimizer<Lookahead.State<S>> {
    /// Checks the ranges above.
    ///
    /// @throws IllegalArgumentException naming the number that is out of range
    public Lookahead {
        Require.atLeast("lookahead", "period", period, 1);
        Require.require(fraction > 0 && fraction <= 1, "lookahead", "fraction", fraction, "lie in (0, 1]");
    }

    /// What is remembered between steps: the rule's own state and one number per weight.
    ///
    /// @param <S>   what the rule remembers
    /// @param inner the rule's own state
    /// @param steps taken so far
    /// @param slow  Φ, in the form of the weights
    public record State<S>(S inner, long steps, Weights slow) {}

    @Override
    public State<S> start(Weights weights) {
        S inner = rule.start(weights);
        return new State<>(inner, 0, weights.copy());
    }

    @Override
    public State<S> step(Weights weights, Weights gradient, State<S> state, double rateMultiplier) {
        S inner = rule.step(weights, gradient, state.inner(), rateMultiplier);
        long steps = state.steps() + 1;
        if (steps % period == 0) {
            Kernels kernels = ActiveKernels.get();
            Sweep.over(weights, cut -> {
                Span slow = cut.of(state.slow());
                kernels.steps().approach(slow, cut.of(weights), (float) fraction);
            });
            Constrained.projectCombination(rule, state.slow());
            Sweep.over(weights, cut -> kernels.scale(cut.of(state.slow()), 1, cut.of(weights)));
        }
        return new State<>(inner, steps, state.slow());
    }
}

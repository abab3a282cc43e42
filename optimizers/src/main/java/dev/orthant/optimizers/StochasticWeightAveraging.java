package dev.orthant.optimizers;

import dev.orthant.tensor.kernel.ActiveKernels;
import dev.orthant.tensor.kernel.StepKernels;
import dev.orthant.tensor.weights.Weights;

/// Any rule, with a running average of where its late steps have been. The rule goes its way; the average is what to
/// predict with.
///
///     A ← A + (W − A) / n        after step f, f + p, f + 2 p, …;  n counts them
///
/// Source: Izmailov, Podoprikhin, Garipov, Vetrov and Wilson 2018, "Averaging weights leads to wider optima and better
/// generalization", algorithm 1. Running statistics of normalisation layers belong to W and must be measured again for A.
///
/// ```java
/// Tensor w = Tensor.of(Shape.of(1, 1), 10);
/// Weights weights = Weights.of(List.of(new Weight("w", Role.MATRIX, w)));
/// Weights gradient = weights.map(each -> Tensor.filled(each.shape(), 1));
/// StochasticWeightAveraging<Sgd.State> rule = new StochasticWeightAveraging<>(new Sgd(1, 0), 2, 1);
/// StochasticWeightAveraging.State<Sgd.State> state = rule.start(weights);
/// for (int step = 0; step < 3; step++) {
///     state = rule.step(weights, gradient, state, 1);
/// }
/// w.item();                               // → 7.0
/// rule.average(state).get("w").item();    // → 7.5
/// ```
///
/// @param rule   the rule
/// @param first  f, the first step averaged, at least 1
/// @param period p, at least 1
/// @param <S>    what the rule remembers
/// @since 0.1.0
public record StochasticWeightAveraging<S>(Optimizer<S> rule, long first, long period)
        implements Optimizer<StochasticWeightAveraging.State<S>> {
    /// Checks the ranges above.
    ///
    /// @throws IllegalArgumentException naming the number that is out of range
    public StochasticWeightAveraging {
        Require.atLeast("weight averaging", "first step", first, 1);
        Require.atLeast("weight averaging", "period", period, 1);
    }

    /// What is remembered between steps: the rule's own state and one number per weight.
    ///
    /// @param <S>     what the rule remembers
    /// @param inner   the rule's own state
    /// @param steps   taken so far
    /// @param count   n, the weights averaged so far
    /// @param average A, in the form of the weights, not projected; zeros while n = 0
    public record State<S>(S inner, long steps, long count, Weights average) {}

    /// {@return what to predict with: a copy of A, projected if the rule is [Constrained], for the mean of points of a set
    /// need not lie in it}
    ///
    /// @param state from [#step], after at least one averaging
    public Weights average(State<S> state) {
        Weights average = state.average().copy();
        Constrained.projectCombination(rule, average);
        return average;
    }

    @Override
    public State<S> start(Weights weights) {
        return new State<>(rule.start(weights), 0, 0, Sweep.zeros(weights));
    }

    @Override
    public State<S> step(Weights weights, Weights gradient, State<S> state, double rateMultiplier) {
        S inner = rule.step(weights, gradient, state.inner(), rateMultiplier);
        long steps = state.steps() + 1;
        if (steps < first || (steps - first) % period != 0) {
            return new State<>(inner, steps, state.count(), state.average());
        }
        StepKernels kernels = ActiveKernels.get().steps();
        float fraction = (float) (1.0 / (state.count() + 1));
        Sweep.over(weights, cut -> kernels.approach(cut.of(state.average()), cut.of(weights), fraction));
        return new State<>(inner, steps, state.count() + 1, state.average());
    }
}

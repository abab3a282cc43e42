package dev.orthant.optimizers;

import dev.orthant.tensor.kernel.ActiveKernels;
import dev.orthant.tensor.kernel.StepKernels;
import dev.orthant.tensor.weights.Weight;
import dev.orthant.tensor.weights.Weights;

/// Fromage's step with one ratio for the whole network: what is left of [Fromage] without its layers.
///
///     w ← (w − η ‖w‖ / ‖g‖ · g) / √(1 + η²)
///
/// with w all weights as one vector; w ← w − η g, then divided, where either norm is 0. This project's control of the
/// claim of Bernstein, Vahdat, Yue and Liu 2020, section 5, that the relative change of every layer is what counts.
///
/// @param learningRate η, more than 0
public record GlobalFromage(double learningRate) implements Optimizer<GlobalFromage.State> {
    /// Checks the rate.
    ///
    /// @throws IllegalArgumentException if it is not more than 0
    public GlobalFromage {
        Require.positive("global fromage", "learning rate", learningRate);
    }

    /// Nothing is remembered.
    public record State() {}

    @Override
    public State start(Weights weights) {
        return new State();
    }

    @Override
    public State step(Weights weights, Weights gradient, State state, double rateMultiplier) {
        weights.requireSameForm("global fromage", gradient);
        StepKernels steps = ActiveKernels.get().steps();
        double rate = learningRate * rateMultiplier;
        float length = (float) (rate * Fromage.ratio(norm(weights), norm(gradient)));
        float correction = (float) (1 / Math.sqrt(1 + rate * rate));
        Sweep.over(weights, cut -> steps.descendAndScale(cut.of(weights), cut.of(gradient), length, correction));
        return state;
    }

    private static double norm(Weights weights) {
        double sum = 0;
        for (Weight weight : weights.all()) {
            sum += Sweep.sumOfSquares(weight.tensor());
        }
        return Math.sqrt(sum);
    }
}

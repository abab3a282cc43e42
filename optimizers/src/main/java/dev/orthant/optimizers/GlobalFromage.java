package dev.orthant.optimizers;

import dev.orthant.tensor.weights.Weight;
import dev.orthant.tensor.weights.WeightGradients;
import dev.orthant.tensor.weights.Weights;

/// Fromage's step with one ratio for the whole network: what is left of [Fromage] without its layers.
///
///     w ← (w − η ‖w‖ / ‖g‖ · g) / √(1 + η²)
///
/// with w all weights as one vector; w ← w − η g, then divided, where either norm is 0. This project's control of the
/// claim of Bernstein, Vahdat, Yue and Liu 2020, section 5, that the relative change of every layer is what counts.
///
/// ```java
/// Tensor small = Tensor.of(Shape.of(1, 1), 3);
/// Tensor large = Tensor.of(Shape.of(1, 1), 4);
/// Weights weights =
///         Weights.of(List.of(new Weight("0", Role.MATRIX, small), new Weight("1", Role.MATRIX, large)));
/// Weights gradient = Weights.of(List.of(
///         new Weight("0", Role.MATRIX, Tensor.of(Shape.of(1, 1), 5)),
///         new Weight("1", Role.MATRIX, Tensor.of(Shape.of(1, 1), 0))));
/// GlobalFromage rule = new GlobalFromage(0.75);
/// GlobalFromage.State state = rule.start(weights);
/// rule.step(weights, gradient, state, 1);     // one tensor takes all of the step, 0.75 · 5: more than its own norm
/// Math.round(10 * small.item());              // → -6
/// ```
///
/// @param learningRate η, more than 0
/// @since 0.1.0
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
        return step(weights, WeightGradients.formed(weights, gradient), state, rateMultiplier);
    }

    @Override
    public boolean takesProducts() {
        return true;
    }

    @Override
    public State step(Weights weights, WeightGradients gradients, State state, double rateMultiplier) {
        double weightSquares = 0;
        double gradientSquares = 0;
        for (Weight weight : weights.all()) {
            weightSquares += Sweep.sumOfSquares(weight.tensor());
            gradientSquares += Sweep.sumOfSquares(gradients.get(weight.name()));
        }
        double rate = learningRate * rateMultiplier;
        double gradientNorm = Math.sqrt(gradientSquares);
        float length = Sweep.multiplier(rate * Fromage.ratio(Math.sqrt(weightSquares), gradientNorm), gradientNorm);
        float correction = (float) (1 / Math.sqrt(1 + rate * rate));
        for (Weight weight : weights.all()) {
            Sweep.descendAndScale(weight, gradients.get(weight.name()), length, correction);
        }
        return state;
    }
}

package dev.orthant.optimizers;

import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.kernel.ActiveKernels;
import dev.orthant.tensor.weights.Weight;
import dev.orthant.tensor.weights.WeightGradients;
import dev.orthant.tensor.weights.Weights;
import java.util.List;

/// Fromage: every tensor moves by the same fraction of its own norm, and norms do not grow.
///
///     W ← (W − η ‖W‖ / ‖G‖ · G) / √(1 + η²)
///     W ← W − η G, then divided as above, where either norm is 0
///     W ← W · b ‖W₀‖ / ‖W‖, where ‖W‖ has become more than b times its norm at the start
///
/// with the norms of whole tensors, each bias a layer of its own. A step orthogonal to W leaves ‖W‖ as it was. Source:
/// Bernstein, Vahdat, Yue and Liu 2020, "On the distance between two neural networks and the stability of learning",
/// algorithm 1; the bound b is that of its experiments. Departure: a tensor that begins at zero has no bound, where the
/// paper's code would hold it at zero for ever. One ratio for the whole network: [GlobalFromage].
///
/// ```java
/// Tensor w = Tensor.of(Shape.of(1, 2), 3, 4);
/// Weights weights = Weights.of(List.of(new Weight("w", Role.MATRIX, w)));
/// Weights gradient = weights.map(each -> Tensor.of(each.shape(), -800, 600));     // orthogonal to w, of any length
/// Fromage rule = new Fromage(0.75, 2);
/// Fromage.State state = rule.step(weights, gradient, rule.start(weights), 1);     // (3 + 3, 4 − 2.25) / 1.25
/// Math.round(10 * w.at(0, 0));                                                    // → 48
/// Math.round(10 * weights.norm());                                                // → 50
/// state.largestNorms().get("w").item();                                           // → 10.0
/// ```
///
/// @param learningRate η, more than 0
/// @param normBound    b, at least 1; infinite for none
/// @since 0.1.0
public record Fromage(double learningRate, double normBound) implements Optimizer<Fromage.State> {
    /// Checks the ranges above.
    ///
    /// @throws IllegalArgumentException naming the number that is out of range
    public Fromage {
        Require.positive("fromage", "learning rate", learningRate);
        Require.require(normBound >= 1, "fromage", "norm bound", normBound, "be at least 1");
    }

    /// Norms may grow without a bound.
    ///
    /// @param learningRate η, more than 0; 0.01 serves most networks of the paper
    public Fromage(double learningRate) {
        this(learningRate, Double.POSITIVE_INFINITY);
    }

    /// What the rule remembers between steps: one number per tensor, none without a bound.
    ///
    /// @param largestNorms b ‖W₀‖, `[]` for each tensor; the weights of no tensor without a bound
    public record State(Weights largestNorms) {}

    @Override
    public State start(Weights weights) {
        return new State(
                normBound == Double.POSITIVE_INFINITY
                        ? Weights.of(List.of())
                        : weights.map(tensor -> Tensor.scalar((float) (normBound * Sweep.norm(tensor)))));
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
        double rate = learningRate * rateMultiplier;
        float correction = (float) (1 / Math.sqrt(1 + rate * rate));
        for (Weight weight : weights.all()) {
            double gradientNorm = Sweep.norm(gradients.get(weight.name()));
            float length = Sweep.multiplier(rate * ratio(Sweep.norm(weight.tensor()), gradientNorm), gradientNorm);
            Sweep.descendAndScale(weight, gradients.get(weight.name()), length, correction);
            if (state.largestNorms().count() > 0) {
                bound(weight, state.largestNorms().get(weight.name()).item());
            }
        }
        return state;
    }

    /// ‖W‖ / ‖G‖, or 1 where either is 0. NaN stays NaN.
    static double ratio(double weightNorm, double gradientNorm) {
        return weightNorm == 0 || gradientNorm == 0 ? 1 : weightNorm / gradientNorm;
    }

    private static void bound(Weight weight, float largest) {
        double norm = Sweep.norm(weight.tensor());
        if (largest > 0 && norm > largest) {
            float factor = (float) (largest / norm);
            Sweep.over(
                    weight, cut -> ActiveKernels.get().scale(cut.of(weight.tensor()), factor, cut.of(weight.tensor())));
        }
    }
}

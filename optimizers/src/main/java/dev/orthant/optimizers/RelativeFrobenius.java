package dev.orthant.optimizers;

import dev.orthant.tensor.MatrixView;
import dev.orthant.tensor.weights.Role;
import dev.orthant.tensor.weights.Weight;
import dev.orthant.tensor.weights.WeightGradients;
import dev.orthant.tensor.weights.Weights;

/// The update whose best rate does not depend on width and depth.
///
///     W_l ← W_l − (η / L) · ‖W_l‖_F / √min(d_l, d_{l−1}) · G_l / ‖G_l‖_F
///
/// for the L matrices of the network, W_l of shape `[d_l, d_{l−1}]`. ‖W‖_F / √min is the root mean square of a matrix'
/// singular values. Source: Bernstein 2022, "Optimisation & generalisation in networks of neurons" (thesis), chapter on
/// architecture-aware optimisation, hyper-parameter transfer. A gradient of norm 0 moves nothing.
///
/// ```java
/// Tensor w = Tensor.of(Shape.of(2, 2), 2, 0, 0, 2);   // singular values 2 and 2
/// Weights weights = Weights.of(List.of(new Weight("w", Role.MATRIX, w)));
/// Weights gradient = weights.map(each -> Tensor.of(each.shape(), 128, 0, 0, 0));
/// RelativeFrobenius rule = new RelativeFrobenius(0.5);
/// RelativeFrobenius.State state = rule.start(weights);
/// rule.step(weights, gradient, state, 1);             // 2 − η · 2
/// w.toArray();                                        // → [1.0, 0.0, 0.0, 2.0]
/// ```
///
/// @param learningRate η, more than 0
/// @since 0.1.0
public record RelativeFrobenius(double learningRate) implements Optimizer<RelativeFrobenius.State> {
    /// Checks the rate.
    ///
    /// @throws IllegalArgumentException if it is not more than 0
    public RelativeFrobenius {
        Require.positive("relative Frobenius", "learning rate", learningRate);
    }

    /// Nothing is remembered.
    public record State() {}

    /// @throws IllegalArgumentException if there is a bias, for which the update is not defined
    @Override
    public State start(Weights weights) {
        for (Weight weight : weights.all()) {
            if (weight.role() != Role.MATRIX) {
                throw new IllegalArgumentException("relative Frobenius: " + weight.name() + " is a " + weight.role()
                        + "; the update is for networks of matrices alone, so build it without biases");
            }
        }
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
        double rate = learningRate * rateMultiplier / weights.count();
        for (Weight weight : weights.all()) {
            MatrixView matrix = weight.tensor().matrix();
            double gradientNorm = Sweep.norm(gradients.get(weight.name()));
            if (gradientNorm != 0) {
                double size = Sweep.norm(weight.tensor()) / Math.sqrt(Math.min(matrix.rows(), matrix.columns()));
                float length = Sweep.multiplier(rate * size / gradientNorm, gradientNorm);
                Sweep.descendAndScale(weight, gradients.get(weight.name()), length, 1);
            }
        }
        return state;
    }
}

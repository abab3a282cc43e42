package dev.orthant.optimizers;

import dev.orthant.tensor.kernel.ActiveKernels;
import dev.orthant.tensor.kernel.StepKernels;
import dev.orthant.tensor.weights.Weights;

/// Every weight moves by its gradient over the running root mean square of its gradient.
///
///     V ← α V + (1 − α) G²
///     W ← W − η G / (√V + ε)
///
/// Source: Tieleman and Hinton 2012, "Lecture 6.5: rmsprop", slide 29; ε and its place are PyTorch's.
///
/// ```java
/// Tensor w = Tensor.of(Shape.of(1, 2), 3, 3);
/// Weights weights = Weights.of(List.of(new Weight("w", Role.MATRIX, w)));
/// RmsProp rule = new RmsProp(0.5, 0.75, 1e-8);
/// RmsProp.State state = rule.start(weights);
/// rule.step(weights, weights.map(each -> Tensor.of(each.shape(), 1, -8)), state, 1);  // at first η / √(1 − α)
/// w.toArray();                                                                        // → [2.0, 4.0]
/// state.meanSquare().get("w").toArray();                                              // → [0.25, 16.0]
/// ```
///
/// @param learningRate η, more than 0
/// @param alpha        α, in [0, 1)
/// @param epsilon      ε, more than 0
/// @since 0.1.0
public record RmsProp(double learningRate, double alpha, double epsilon) implements Optimizer<RmsProp.State> {
    /// Checks the ranges above.
    ///
    /// @throws IllegalArgumentException naming the number that is out of range
    public RmsProp {
        Require.positive("rmsprop", "learning rate", learningRate);
        Require.decay("rmsprop", "alpha", alpha);
        Require.positive("rmsprop", "epsilon", epsilon);
    }

    /// What the rule remembers between steps: one number per weight.
    ///
    /// @param meanSquare V, in the form of the weights
    public record State(Weights meanSquare) {}

    @Override
    public State start(Weights weights) {
        return new State(Sweep.zeros(weights));
    }

    @Override
    public State step(Weights weights, Weights gradient, State state, double rateMultiplier) {
        weights.requireSameForm("rmsprop", gradient);
        StepKernels steps = ActiveKernels.get().steps();
        float rate = (float) (learningRate * rateMultiplier);
        Sweep.over(
                weights,
                cut -> steps.divideByRoot(
                        cut.of(weights),
                        cut.of(gradient),
                        cut.of(state.meanSquare()),
                        (float) alpha,
                        (float) (1 - alpha),
                        rate,
                        (float) epsilon));
        return state;
    }
}

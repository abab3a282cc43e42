package dev.orthant.optimizers;

import dev.orthant.tensor.kernel.ActiveKernels;
import dev.orthant.tensor.kernel.Kernels;
import dev.orthant.tensor.weights.Weight;
import dev.orthant.tensor.weights.Weights;
import java.util.List;

/// Stochastic gradient descent with heavy-ball momentum.
///
///     V ← μ V + G          (V begins as 0, so the first V is G)
///     W ← W − η V
///
/// Source: Polyak 1964; this is PyTorch's form, in which η multiplies the whole velocity.
///
/// @param learningRate η, more than 0
/// @param momentum     μ, in [0, 1); 0 keeps no velocity
public record Sgd(double learningRate, double momentum) implements Optimizer<Sgd.State> {
    public Sgd {
        if (!(learningRate > 0) || !(momentum >= 0 && momentum < 1)) {
            throw new IllegalArgumentException("sgd: learning rate is " + learningRate + " and momentum " + momentum
                    + "; they must be more than 0 and in [0, 1)");
        }
    }

    /// @param velocity V, in the form of the weights; the weights of no tensor without momentum
    public record State(Weights velocity) {}

    @Override
    public State start(Weights weights) {
        return new State(momentum == 0 ? Weights.of(List.of()) : weights.times(0));
    }

    @Override
    public State step(Weights weights, Weights gradient, State state, double rateMultiplier) {
        weights.requireSameForm("sgd", gradient);
        Kernels kernels = ActiveKernels.get();
        float rate = (float) (learningRate * rateMultiplier);
        for (Weight weight : weights.all()) {
            var direction = gradient.get(weight.name()).span();
            if (momentum > 0) {
                var velocity = state.velocity().get(weight.name()).span();
                kernels.scale(velocity, (float) momentum, velocity);
                kernels.addScaled(velocity, 1, direction);
                direction = velocity;
            }
            kernels.addScaled(weight.tensor().span(), -rate, direction);
        }
        return state;
    }
}

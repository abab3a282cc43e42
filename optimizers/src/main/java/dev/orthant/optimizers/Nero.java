package dev.orthant.optimizers;

import dev.orthant.optimizers.constraint.BalancedNeurons;

/// Nero, the neuronal rotator: a neuron-normalised step on balanced networks.
///
///     project all neurons to mean 0 and norm 1, then repeat:  neuron-normalised step,  project again
///
/// Source: Liu, Bernstein, Meister and Yue 2021, "Learning by turning", algorithm 1. It is a composition and nothing
/// more: [NeuronNormalised] moves, [BalancedNeurons] projects, before the first step and after every one. The paper's
/// ablations take [dev.orthant.optimizers.constraint.CentredNeurons] or [dev.orthant.optimizers.constraint.UnitNeurons]
/// instead, or the bare rule.
///
/// ```java
/// Tensor w = Tensor.of(Shape.of(1, 4), 1, 1, 3, 3);
/// Weights weights = Weights.of(List.of(new Weight("w", Role.MATRIX, w)));
/// Weights gradient = weights.map(each -> Tensor.of(each.shape(), 9, -9, 0, 0));   // to the side
/// Constrained<NeuronNormalised.State> rule = Nero.of(0.1, 0.999);
/// NeuronNormalised.State state = rule.start(weights);
/// w.toArray();                                                                    // → [-0.5, -0.5, 0.5, 0.5]
/// rule.step(weights, gradient, state, 1);
/// double cosine = 0.5 * (w.at(0, 2) + w.at(0, 3) - w.at(0, 0) - w.at(0, 1));      // with what it was
/// Math.round(1000 * Math.acos(cosine));                                           // → 100
/// ```
///
/// @since 0.1.0
public final class Nero {
    private Nero() {}

    /// The paper's settings: learning rate 0.01, β = 0.999.
    ///
    /// @return the rule; it projects the weights when it is started
    public static Constrained<NeuronNormalised.State> standard() {
        return of(0.01, 0.999);
    }

    /// With other settings than the paper's.
    ///
    /// @param learningRate η, more than 0: the angle, in radians, by which a neuron turns at the first step
    /// @param beta         β, in [0, 1)
    /// @return the rule; it projects the weights when it is started
    /// @throws IllegalArgumentException if a number is out of range
    public static Constrained<NeuronNormalised.State> of(double learningRate, double beta) {
        return new Constrained<>(new NeuronNormalised(learningRate, beta), new BalancedNeurons());
    }
}

package dev.orthant.experiments.implicitbias;

import dev.orthant.optimizers.constraint.BalancedNeurons;
import dev.orthant.optimizers.constraint.CentredNeurons;
import dev.orthant.optimizers.constraint.Constraint;
import dev.orthant.optimizers.constraint.UnitNeurons;
import dev.orthant.tensor.weights.Weights;

/// What of every neuron's incoming weights is held while a network trains, and from where it starts.
///
/// All but the last start with rows of norm 1, so that they differ by what is held alone and not by the scale of the first
/// scores.
enum Held {
    /// The paper's balanced neurons.
    MEAN_AND_NORM,
    /// Norm 1; the mean is free.
    NORM,
    /// Mean 0; the norm starts at 1 and is free.
    MEAN,
    /// Norm 1 at the start, free from then on.
    NOTHING,
    /// Uniform weights of variance 1/(3 fanIn), as drawn: norms of about 1/√3.
    NOTHING_FROM_SMALL_WEIGHTS;

    /// Moves freshly drawn weights to where training starts.
    void start(Weights weights) {
        switch (this) {
            case MEAN_AND_NORM, MEAN -> new BalancedNeurons().project(weights);
            case NORM, NOTHING -> new UnitNeurons().project(weights);
            case NOTHING_FROM_SMALL_WEIGHTS -> {}
        }
    }

    /// Holds after every step.
    Constraint constraint() {
        return switch (this) {
            case MEAN_AND_NORM -> new BalancedNeurons();
            case NORM -> new UnitNeurons();
            case MEAN -> new CentredNeurons();
            case NOTHING, NOTHING_FROM_SMALL_WEIGHTS -> _ -> {};
        };
    }

    /// The architecture whose gradients are those of the weights that may move: along a mean that is held nothing moves.
    Centring centring() {
        return switch (this) {
            case MEAN_AND_NORM, MEAN -> Centring.ALL;
            case NORM, NOTHING, NOTHING_FROM_SMALL_WEIGHTS -> Centring.NONE;
        };
    }
}

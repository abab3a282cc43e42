package dev.orthant.experiments.implicitbias;

import dev.orthant.optimizers.Adam;
import dev.orthant.optimizers.Fromage;
import dev.orthant.optimizers.NeuronNormalised;
import dev.orthant.optimizers.Optimizer;
import dev.orthant.optimizers.Sgd;

/// The rules of the ablation, each to be wrapped by a constraint.
enum StepRule {
    NERO("Nero"),
    SGD("gradient descent"),
    ADAM("Adam"),
    FROMAGE("Fromage");

    private final String word;

    StepRule(String word) {
        this.word = word;
    }

    /// As tables name it.
    String word() {
        return word;
    }

    /// @param beta of Nero's running mean; the others have their own constants
    Optimizer<?> of(double learningRate, double beta) {
        return switch (this) {
            case NERO -> new NeuronNormalised(learningRate, beta);
            case SGD -> new Sgd(learningRate, 0);
            case ADAM -> new Adam(learningRate);
            case FROMAGE -> new Fromage(learningRate);
        };
    }
}

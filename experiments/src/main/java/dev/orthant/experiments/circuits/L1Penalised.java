package dev.orthant.experiments.circuits;

import dev.orthant.optimizers.Optimizer;
import dev.orthant.tensor.Span;
import dev.orthant.tensor.weights.Role;
import dev.orthant.tensor.weights.Weight;
import dev.orthant.tensor.weights.Weights;

/// Any rule on a loss with the penalty λ Σ |W| over the matrices; biases are free.
///
///     G ← G + λ sign W
///
/// @param optimizer the rule
/// @param penalty   λ, at least 0
/// @param <S>       what the rule remembers
record L1Penalised<S>(Optimizer<S> optimizer, double penalty) implements Optimizer<S> {
    @Override
    public S start(Weights weights) {
        return optimizer.start(weights);
    }

    @Override
    public S step(Weights weights, Weights gradient, S state, double rateMultiplier) {
        Weights penalised = gradient.copy();
        for (Weight weight : penalised.all()) {
            if (weight.role() == Role.MATRIX) {
                Span g = weight.tensor().span();
                float[] w = weights.get(weight.name()).toArray();
                for (int i = 0; i < w.length; i++) {
                    g.array()[g.from() + i] += (float) (penalty * Math.signum(w[i]));
                }
            }
        }
        return optimizer.step(weights, penalised, state, rateMultiplier);
    }
}

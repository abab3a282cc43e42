package dev.orthant.experiments.guessing;

import dev.orthant.autograd.loss.SoftCrossEntropy;
import dev.orthant.datasets.Batches;
import dev.orthant.datasets.Examples;
import dev.orthant.experiments.classification.Look;
import dev.orthant.layers.Network;
import dev.orthant.optimizers.Adam;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.kernel.ActiveKernels;
import dev.orthant.tensor.random.Streams;
import dev.orthant.tensor.weights.Weight;
import dev.orthant.tensor.weights.Weights;
import java.util.Optional;

/// Trains a perceptron with guesses in place of gradients.
///
///     G = 1/K Σₖ ⟨g, vₖ⟩ vₖ,   vₖ: guesses of length 1           then a step of Adam along G
///
/// Of the gradient g the rule sees only directional derivatives ⟨g, vₖ⟩. They are computed as inner products with the exact
/// gradient: the numbers that a forward pass with derivatives gives. Adam, because the length of G shrinks with the
/// dimension that a guess spreads over, and a rate for one guess would be none for another.
///
/// @param guess     absent for the exact gradient
/// @param guesses   K at each step, at least 1
/// @param rate      Adam's
/// @param batchSize at least 1
/// @param epochs    at least 1
record GuessedTraining(Optional<Guess> guess, int guesses, double rate, int batchSize, int epochs) {
    /// Trains in place.
    ///
    /// @param targets one-hot
    /// @return the loss, mean over the batches of the last epoch, each before the step on it; infinite if training diverged
    double train(Network network, Examples examples, Tensor targets, Streams streams) {
        Adam rule = new Adam(rate);
        Adam.State state = rule.start(network.weights());
        Batches batches = new Batches(examples.size(), batchSize, streams.named("batches"));
        Examples rows = examples.withInputs(targets);
        double loss = 0;
        long step = 0;
        for (int epoch = 0; epoch < epochs; epoch++) {
            loss = 0;
            for (int[] batch : batches.epoch(epoch)) {
                Tensor inputs = examples.take(batch).inputs();
                Look look = Look.at(
                        network,
                        new SoftCrossEntropy(),
                        inputs,
                        rows.take(batch).inputs());
                if (!Double.isFinite(look.loss())) {
                    return Double.POSITIVE_INFINITY;
                }
                loss += look.loss() / batches.perEpoch();
                Weights direction = direction(network.weights(), look.gradient(), inputs, streams.indexed(step++));
                state = rule.step(network.weights(), direction, state, 1);
            }
        }
        return loss;
    }

    private Weights direction(Weights weights, Weights gradient, Tensor inputs, Streams streams) {
        if (guess.isEmpty()) {
            return gradient;
        }
        Features features = Features.of(weights, inputs);
        Weights sum = gradient.times(0);
        for (int k = 0; k < guesses; k++) {
            Weights one = guess.get().direction(features, streams.indexed(k));
            double norm = one.norm();
            if (norm > 0) {
                float factor = (float) (Alignment.dot(gradient, one) / (norm * norm * guesses));
                for (Weight weight : sum.all()) {
                    ActiveKernels.get()
                            .addScaled(
                                    weight.tensor().span(),
                                    factor,
                                    one.get(weight.name()).span());
                }
            }
        }
        return sum;
    }
}

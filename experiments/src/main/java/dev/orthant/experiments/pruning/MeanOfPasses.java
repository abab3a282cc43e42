package dev.orthant.experiments.pruning;

import dev.orthant.autograd.Eager;
import dev.orthant.autograd.Value;
import dev.orthant.layers.Composite;
import dev.orthant.layers.Mode;
import dev.orthant.layers.NamedValues;
import dev.orthant.layers.Network;
import dev.orthant.layers.StochasticActivationPruning;
import dev.orthant.layers.activation.Relu;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.parallel.Parallel;
import dev.orthant.tensor.random.Streams;
import java.util.List;

/// Whether the mean of pruned activations over many passes is the activations: the first map of a trained network on some
/// images, summed into one number for each pass. Activations are not negative, so that a systematic error shows in their
/// plain sum, where it adds up.
///
/// @param deviation     mean over the passes, less the number without pruning
/// @param standardError of that mean
record MeanOfPasses(double deviation, double standardError) {
    /// @param images `[batch, …]`
    /// @param passes at least 2
    static MeanOfPasses of(Network network, double fraction, Tensor images, int passes, Streams streams) {
        Tensor activations = firstMap(network, images);
        double exact = sum(activations);
        List<Double> deviations = Parallel.map(passes, pass -> {
            Eager eager = new Eager();
            NamedValues weights = NamedValues.constants(eager, network.weights())
                    .in(new Mode.Sampling(streams.named("passes").indexed(pass)));
            Value pruned =
                    new StochasticActivationPruning(fraction).forward(eager, weights, eager.constant(activations));
            return sum(pruned.tensor()) - exact;
        });
        double mean =
                deviations.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
        double squares = deviations.stream()
                .mapToDouble(deviation -> (deviation - mean) * (deviation - mean))
                .sum();
        return new MeanOfPasses(mean, Math.sqrt(squares / (passes - 1.0) / passes));
    }

    private static Tensor firstMap(Network network, Tensor images) {
        Composite.Part first =
                ((Composite) network.layer()).parts(network.input()).getFirst();
        Eager eager = new Eager();
        NamedValues weights = NamedValues.constants(eager, network.weights()).under(first.name());
        Value scores = first.layer().forward(eager, weights, eager.constant(images));
        return new Relu().forward(eager, weights, scores).tensor();
    }

    private static double sum(Tensor tensor) {
        double sum = 0;
        for (float number : tensor.toArray()) {
            sum += number;
        }
        return sum;
    }
}

package dev.orthant.layers;

import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.kernel.ActiveKernels;
import dev.orthant.tensor.random.Streams;
import dev.orthant.tensor.weights.Weight;
import dev.orthant.tensor.weights.Weights;
import java.util.List;

/// How the weights of a run begin. The prior belongs to the layer, the initialiser to the run: papers train from other
/// distributions than the one their kernels assume, and their results may depend on it.
public sealed interface Initialiser {
    /// The layer's own prior: what the infinite-width kernel assumes.
    ///
    ///     W ~ N(0, priorVariance)
    record Prior() implements Initialiser {}

    /// PyTorch's default for linear layers and convolutions, weights and biases alike.
    ///
    ///     W ~ U(−1/√fanIn, 1/√fanIn), so Var W = 1/(3 fanIn)
    record UniformFanIn() implements Initialiser {}

    /// Draws one weight tensor, or fills it where the layer fixes its beginning.
    default Tensor draw(WeightSpec spec, Streams streams) {
        if (spec.constant().isPresent()) {
            return Tensor.filled(spec.shape(), (float) spec.constant().getAsDouble());
        }
        return switch (this) {
            case Prior() -> {
                Tensor tensor = streams.gaussian(spec.shape());
                ActiveKernels.get().scale(tensor.span(), (float) Math.sqrt(spec.priorVariance()), tensor.span());
                yield tensor;
            }
            case UniformFanIn() -> {
                Tensor tensor = streams.uniform(spec.shape());
                float bound = (float) (1 / Math.sqrt(spec.fanIn()));
                ActiveKernels.get().shiftAndScale(tensor.span(), 0.5f, 2 * bound, tensor.span());
                yield tensor;
            }
        };
    }

    /// Draws all weights, each from the child stream of its name: adding a layer does not change the others.
    default Weights draw(List<WeightSpec> specs, Streams streams) {
        return Weights.of(specs.stream()
                .map(spec -> new Weight(spec.name(), spec.role(), draw(spec, streams.named(spec.name()))))
                .toList());
    }
}

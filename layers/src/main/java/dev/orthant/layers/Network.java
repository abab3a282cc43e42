package dev.orthant.layers;

import dev.orthant.autograd.Eager;
import dev.orthant.autograd.Value;
import dev.orthant.layers.infinite.KernelBlock;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.ShapeException;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.random.Streams;
import dev.orthant.tensor.weights.Weight;
import dev.orthant.tensor.weights.Weights;
import java.util.Arrays;
import java.util.Map;

/// A layer, the shape of one example, and weights: for those who just want to predict.
///
/// @param layer   the architecture
/// @param input   shape of one example
/// @param weights live: training changes them in place
public record Network(Layer layer, Shape input, Weights weights) {
    /// A network with fresh weights.
    ///
    /// @throws ShapeException naming the layer, if the input does not fit
    public static Network create(Layer layer, Shape input, Initialiser initialiser, Streams streams) {
        return new Network(layer, input, initialiser.draw(layer.weights(input), streams));
    }

    /// A network with given weights, such as those of a file:
    /// `Network.ofState(layer, input, SafeTensors.read(path))`.
    ///
    /// @param state tensors by name, PyTorch's names and shapes; copied
    /// @throws ShapeException with all names that are missing, unexpected or of another shape
    public static Network ofState(Layer layer, Shape input, Map<String, Tensor> state) {
        Weights weights = Weights.of(layer.weights(input).stream()
                .map(spec -> new Weight(spec.name(), spec.role(), Tensor.zeros(spec.shape())))
                .toList());
        weights.load(state);
        return new Network(layer, input, weights);
    }

    /// The scores of a batch.
    ///
    /// @param inputs `[batch, …]`
    /// @return `[batch, …]`, as the last layer gives it
    /// @throws ShapeException if an example has another shape than this network's input
    public Tensor predict(Tensor inputs) {
        requireBatch(inputs);
        Eager eager = new Eager();
        Value scores = layer.forward(eager, NamedValues.constants(eager, weights), eager.constant(inputs));
        return scores.tensor();
    }

    /// The infinitely wide network's kernels between all pairs of these examples.
    ///
    /// @param inputs `[examples, …]`
    /// @throws dev.orthant.layers.infinite.NoClosedForm if a layer has no known limit
    public KernelBlock kernel(Tensor inputs) {
        requireBatch(inputs);
        return layer.kernel(KernelBlock.ofInputs(inputs));
    }

    /// Layers, output shapes, numbers of weights and of multiplications.
    public NetworkSummary summary() {
        return NetworkSummary.of(layer, input);
    }

    private void requireBatch(Tensor inputs) {
        int[] axes = inputs.shape().toArray();
        if (axes.length == 0
                || !Shape.of(Arrays.copyOfRange(axes, 1, axes.length)).equals(input)) {
            throw new ShapeException("network: the batch is " + inputs.shape() + " but one example is " + input
                    + "; a batch axis before it is required");
        }
    }
}

package dev.orthant.layers;

import dev.orthant.autograd.Eager;
import dev.orthant.layers.infinite.KernelBlock;
import dev.orthant.tensor.ScratchPool;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.ShapeException;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.random.Streams;
import dev.orthant.tensor.weights.Weight;
import dev.orthant.tensor.weights.Weights;
import java.util.Map;

/// A layer, the shape of one example, and weights: for those who just want to predict.
///
/// ```java
/// Layer layer = Sequential.of(Linear.of(1), new Relu());
/// Path file = folder.resolve("difference.safetensors");
/// SafeTensors.write(file, Map.of("0.weight", Tensor.of(Shape.of(1, 2), 1, -1)), Map.of());
/// Network network = Network.ofState(layer, Shape.of(2), SafeTensors.read(file));
/// network.predict(Tensor.of(Shape.of(2), 5, 3));              // → tensor [1] {2.00000}
/// network.predict(Tensor.of(Shape.of(2, 2), 5, 3, 3, 5));     // → tensor [2, 1] {2.00000, 0.00000}
/// network.predict(Tensor.zeros(Shape.of(3)));                 // throws ShapeException
/// ```
///
/// @since 0.1.0
public final class Network {
    private final Layer layer;
    private final Shape input;
    private final Weights weights;
    private final NamedValues constants;
    private final ScratchPool scratch = new ScratchPool();

    /// A network whose weights exist already.
    ///
    /// @param layer   the architecture
    /// @param input   shape of one example
    /// @param weights live: training changes them in place
    public Network(Layer layer, Shape input, Weights weights) {
        this.layer = layer;
        this.input = input;
        this.weights = weights;
        this.constants = NamedValues.constants(new Eager(), weights);
    }

    /// {@return the architecture}
    public Layer layer() {
        return layer;
    }

    /// {@return shape of one example}
    public Shape input() {
        return input;
    }

    /// {@return the weights, live: training changes them in place}
    public Weights weights() {
        return weights;
    }

    /// {@return a network with fresh weights}
    ///
    /// @param layer       the architecture
    /// @param input       shape of one example: `[784]`, `[28, 28, 1]`
    /// @param initialiser the distribution that the weights are drawn from
    /// @param streams     where the numbers come from; the same streams give the same weights
    /// @throws ShapeException naming the layer, if the input does not fit
    public static Network create(Layer layer, Shape input, Initialiser initialiser, Streams streams) {
        return new Network(layer, input, initialiser.draw(layer.weights(input), streams));
    }

    /// A network with given weights, such as those of a file:
    /// `Network.ofState(layer, input, SafeTensors.read(path))`.
    ///
    /// @param layer the architecture
    /// @param input shape of one example
    /// @param state tensors by name, PyTorch's names and shapes; copied
    /// @return the network; its weights do not share memory with `state`
    /// @throws ShapeException with all names that are missing, unexpected or of another shape
    public static Network ofState(Layer layer, Shape input, Map<String, Tensor> state) {
        Weights weights = Weights.of(layer.weights(input).stream()
                .map(spec -> new Weight(spec.name(), spec.role(), Tensor.zeros(spec.shape())))
                .toList());
        weights.load(state);
        return new Network(layer, input, weights);
    }

    /// The scores of one example or of a batch: the bits of the layer's [Layer#forward] on any evaluator.
    ///
    /// Any number of threads may predict at once, as long as none changes the weights: no thread waits for another, and
    /// what a pass computes on the way lies in memory that later passes use again. Once that is warm a call allocates
    /// its result and some small objects, whatever the sizes.
    ///
    /// @param inputs one example, of this network's input shape, or `[batch, …]`
    /// @return the scores as the last layer gives them, with a batch axis if the inputs have one; never shared with
    ///         another tensor
    /// @throws ShapeException if an example has another shape than this network's input
    public Tensor predict(Tensor inputs) {
        if (inputs.shape().equals(input)) {
            Tensor scores = predictBatch(inputs.reshape(input.batch(1)));
            return scores.reshape(scores.shape().inner());
        }
        requireBatch(inputs);
        return predictBatch(inputs);
    }

    private Tensor predictBatch(Tensor inputs) {
        return scratch.serve(() -> {
            Eager eager = new Eager();
            return layer.forward(eager, constants, eager.constant(inputs))
                    .tensor()
                    .copy();
        });
    }

    /// {@return the infinitely wide network's kernels between all pairs of these examples}
    ///
    /// @param inputs `[examples, …]`
    /// @throws dev.orthant.layers.infinite.NoClosedForm if a layer has no known limit
    public KernelBlock kernel(Tensor inputs) {
        requireBatch(inputs);
        return layer.kernel(KernelBlock.ofInputs(inputs));
    }

    /// {@return layers, output shapes, numbers of weights and of multiplications}
    public NetworkSummary summary() {
        return NetworkSummary.of(layer, input);
    }

    private void requireBatch(Tensor inputs) {
        if (!inputs.shape().isBatchOf(input)) {
            throw new ShapeException("network: the batch is " + inputs.shape() + " but one example is " + input
                    + "; a batch axis before it is required");
        }
    }
}

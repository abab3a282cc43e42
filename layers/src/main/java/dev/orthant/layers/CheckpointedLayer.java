package dev.orthant.layers;

import dev.orthant.autograd.Computation;
import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Value;
import dev.orthant.autograd.derivative.Checkpointed;
import dev.orthant.layers.infinite.KernelBlock;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.weights.Role;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A layer that remembers its input and its weights only and is computed again when the gradient is asked for
/// ([Checkpointed]): less memory for one more forward pass. Everything else is the layer's own, the names of the weights too.
///
/// ```java
/// Layer perceptron = new CheckpointedLayer(Sequential.multilayerPerceptron(3, 8, 1));
/// Network network = Network.create(perceptron, Shape.of(4), new Initialiser.Prior(), Streams.ofSeed(0));
/// Tape tape = new Tape();
/// Value input = tape.constant(Tensor.zeros(Shape.of(1, 4)));
/// perceptron.forward(tape, NamedValues.variables(tape, network.weights()), input);
/// tape.recorded().stream().filter(node -> node.operation().isPresent()).count();      // → 1
/// new CheckpointedLayer(new BatchNorm()).weights(Shape.of(4));                        // throws IllegalArgumentException
/// ```
///
/// @param layer without buffers: it would move them twice
/// @since 0.1.0
public record CheckpointedLayer(Layer layer) implements Layer {
    @Override
    public List<WeightSpec> weights(Shape input) {
        List<WeightSpec> specs = layer.weights(input);
        for (WeightSpec spec : specs) {
            if (spec.role() == Role.BUFFER) {
                throw new IllegalArgumentException("checkpointed layer: the layer moves the buffer " + spec.name()
                        + " in every pass, and a second pass would move it twice; checkpoint the layers around it");
            }
        }
        return specs;
    }

    @Override
    public Shape output(Shape input) {
        return layer.output(input);
    }

    @Override
    public Value forward(Evaluator evaluator, NamedValues weights, Value input) {
        int[] axes = input.tensor().shape().toArray();
        Shape example = Shape.of(Arrays.copyOfRange(axes, 1, axes.length));
        List<String> names = weights(example).stream().map(WeightSpec::name).toList();
        List<Value> inputs = new ArrayList<>();
        inputs.add(input);
        names.forEach(name -> inputs.add(weights.get(name)));
        Computation computation = (own, values) -> layer.forward(
                own, NamedValues.of(names, values.subList(1, values.size()), weights.mode()), values.getFirst());
        return evaluator.apply(new Checkpointed(computation), inputs);
    }

    @Override
    public KernelBlock kernel(KernelBlock input) {
        return layer.kernel(input);
    }
}

package dev.orthant.layers;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Value;
import dev.orthant.layers.infinite.KernelBlock;
import dev.orthant.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/// Layers one after the other. The weights of layer i are named `i.…`, as in PyTorch.
///
/// ```java
/// Layer perceptron = Sequential.of(Linear.of(8), new ScaledRelu(), Linear.of(1));
/// perceptron.output(Shape.of(4));                                             // → [1]
/// perceptron.weights(Shape.of(4)).stream().map(WeightSpec::name).toList();    // → [0.weight, 2.weight]
/// perceptron.equals(Sequential.multilayerPerceptron(2, 8, 1));                // → true
/// ```
///
/// @param layers applied in this order
/// @since 0.1.0
public record Sequential(List<Layer> layers) implements Composite {
    /// Keeps a copy of the list.
    public Sequential {
        layers = List.copyOf(layers);
    }

    /// {@return layers one after the other}
    ///
    /// @param layers applied in this order; none at all is the identity
    public static Sequential of(Layer... layers) {
        return new Sequential(List.of(layers));
    }

    /// The network of the label-ray papers: `depth` linear layers without bias, √2·relu between them.
    ///
    ///     f(x) = W_L φ(W_{L−1} φ(… φ(W_1 x)))
    ///
    /// @param depth   number of weight matrices L, at least 1
    /// @param width   neurons of each hidden layer
    /// @param outputs neurons of the last layer
    /// @return the network, whose weights are named `0.weight`, `2.weight`, …
    /// @throws IllegalArgumentException if there is no weight matrix
    public static Sequential multilayerPerceptron(int depth, int width, int outputs) {
        if (depth < 1) {
            throw new IllegalArgumentException(
                    "multilayer perceptron: depth is " + depth + "; at least 1 weight matrix is required");
        }
        List<Layer> layers = new ArrayList<>();
        for (int i = 1; i < depth; i++) {
            layers.add(Linear.of(width));
            layers.add(new ScaledRelu());
        }
        layers.add(Linear.of(outputs));
        return new Sequential(layers);
    }

    @Override
    public List<Part> parts(Shape input) {
        List<Part> parts = new ArrayList<>();
        Shape shape = input;
        for (int i = 0; i < layers.size(); i++) {
            parts.add(new Part(Integer.toString(i), layers.get(i), shape));
            shape = layers.get(i).output(shape);
        }
        return parts;
    }

    @Override
    public List<WeightSpec> weights(Shape input) {
        return parts(input).stream().flatMap(part -> part.weights().stream()).toList();
    }

    @Override
    public Shape output(Shape input) {
        Shape shape = input;
        for (Layer layer : layers) {
            shape = layer.output(shape);
        }
        return shape;
    }

    @Override
    public Value forward(Evaluator evaluator, NamedValues weights, Value input) {
        return Succession.forward(evaluator, weights, layers.size(), layers::get, Integer::toString, input);
    }

    @Override
    public KernelBlock kernel(KernelBlock input) {
        KernelBlock block = input;
        for (Layer layer : layers) {
            block = layer.kernel(block);
        }
        return block;
    }
}

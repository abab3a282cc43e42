package dev.orthant.layers;

import dev.orthant.tensor.Shape;
import java.util.List;

/// A layer that is made of others: what a summary looks into.
///
/// ```java
/// Composite perceptron = Sequential.of(Linear.of(8), new ScaledRelu(), Linear.of(1));
/// List<Composite.Part> parts = perceptron.parts(Shape.of(4));
/// parts.stream().map(Composite.Part::input).toList();     // → [[4], [8], [8]]
/// parts.getLast().weights().getFirst().name();            // → 2.weight
/// ```
///
/// @since 0.1.0
public interface Composite extends Layer {
    /// {@return the layers inside and what each of them is given, in the order of their weights}
    ///
    /// @param input shape of one example
    /// @throws dev.orthant.tensor.ShapeException naming the layer, if the input does not fit
    List<Part> parts(Shape input);

    /// One of the layers inside.
    ///
    /// @param name  path of its weights
    /// @param layer the layer
    /// @param input shape of one example that it is given
    record Part(String name, Layer layer, Shape input) {
        /// {@return its weights as seen from the composite: their names begin with `name.`}
        public List<WeightSpec> weights() {
            return layer.weights(input).stream().map(spec -> spec.under(name)).toList();
        }
    }
}

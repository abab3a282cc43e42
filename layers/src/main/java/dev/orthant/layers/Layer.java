package dev.orthant.layers;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Value;
import dev.orthant.layers.infinite.KernelBlock;
import dev.orthant.tensor.Shape;
import java.util.List;

/// One definition of a layer, three readings: its weights, its finite network, its infinite-width kernel.
///
/// A layer is a record of its sizes and holds no weights; they come as an argument. All methods are required: a layer
/// without a known limit says so by throwing [dev.orthant.layers.infinite.NoClosedForm] from [#kernel].
///
/// Shapes are those of one example (`[784]`); the values that flow through [#forward] carry a batch axis before it
/// (`[batch, 784]`).
///
/// ```java
/// Layer layer = new Linear(10, 2, 1);                                     // σ_w² = 2, σ_b² = 1
/// layer.weights(Shape.of(3)).stream().map(WeightSpec::shape).toList();    // → [[10, 3], [10]]
/// layer.output(Shape.of(3));                                              // → [10]
/// Tensor ones = Tensor.filled(Shape.of(1, 3), 1);
/// Network network = Network.create(layer, Shape.of(3), new Initialiser.Prior(), Streams.ofSeed(0));
/// network.predict(ones).shape();                                          // → [1, 10]
/// layer.kernel(KernelBlock.ofInputs(ones)).nngp().at(0, 0);               // → 3.0
/// ```
///
/// @since 0.1.0
public interface Layer {
    /// The weights that the layer needs for this input; none by default would hide a forgotten one, so every layer
    /// says.
    ///
    /// @param input shape of one example
    /// @return in the order in which they are saved; all names differ; empty for a layer without weights
    List<WeightSpec> weights(Shape input);

    /// {@return shape of one example after the layer}
    ///
    /// @param input shape of one example before the layer
    /// @throws dev.orthant.tensor.ShapeException naming the layer, if the input does not fit
    Shape output(Shape input);

    /// The finite network.
    ///
    /// @param evaluator computes at once, or records for the derivatives
    /// @param weights   the values of the weights, by the names of [#weights]
    /// @param input     `[batch, …]`
    /// @return `[batch, …]`
    Value forward(Evaluator evaluator, NamedValues weights, Value input);

    /// The infinite-width network: the kernel of the layer's output, given that of its input.
    ///
    /// @param input kernel of the layer's input between two sets of examples
    /// @return kernel of the output between the same sets; has an NTK if the input has one
    /// @throws dev.orthant.layers.infinite.NoClosedForm if none is known
    KernelBlock kernel(KernelBlock input);

    /// Whether the layer takes every number through one function φ with φ(max(x, y)) = max(φ(x), φ(y)) whose derivative at
    /// the larger number is that of the right side: then it may be applied after a max pooling instead of before.
    ///
    /// @return false unless a layer says otherwise
    default boolean commutesWithMaximum() {
        return false;
    }
}

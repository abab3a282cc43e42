package dev.orthant.layers;

import dev.orthant.tensor.Shape;
import dev.orthant.tensor.weights.Role;
import java.util.OptionalDouble;

/// What a layer says of a weight tensor before it exists.
///
/// ```java
/// WeightSpec spec = Linear.of(10).weights(Shape.of(4)).getFirst();
/// spec.shape();                   // → [10, 4]
/// spec.priorVariance();           // → 0.25
/// spec.under("fc1").name();       // → fc1.weight
/// ```
///
/// @param name          in the layer (`weight`, `bias`); containers put their path before it
/// @param role          what it is in the layer
/// @param shape         PyTorch's: `[out, in]` for a linear layer
/// @param fanIn         inputs of one neuron, at least 1; initialisers scale by it
/// @param priorVariance variance of an entry under the layer's prior, at least 0: what the infinite-width kernel assumes
/// @param constant      what every entry begins with whatever the initialiser (a gain of 1); empty if entries are drawn
/// @since 0.1.0
public record WeightSpec(
        String name, Role role, Shape shape, int fanIn, double priorVariance, OptionalDouble constant) {
    /// Checks fan-in and prior.
    ///
    /// @throws IllegalArgumentException if the fan-in is less than 1 or the prior variance negative
    public WeightSpec {
        if (fanIn < 1 || !(priorVariance >= 0)) {
            throw new IllegalArgumentException("weight " + name + ": fan-in is " + fanIn + " and prior variance "
                    + priorVariance + "; they must be at least 1 and at least 0");
        }
    }

    /// A weight that the initialiser draws.
    ///
    /// @param name          in the layer
    /// @param role          what it is in the layer
    /// @param shape         PyTorch's
    /// @param fanIn         inputs of one neuron, at least 1
    /// @param priorVariance variance of an entry under the layer's prior, at least 0
    public WeightSpec(String name, Role role, Shape shape, int fanIn, double priorVariance) {
        this(name, role, shape, fanIn, priorVariance, OptionalDouble.empty());
    }

    /// {@return a weight that begins with the same number in every entry, and is this number under the prior}
    ///
    /// @param name   in the layer
    /// @param role   what it is in the layer
    /// @param shape  PyTorch's
    /// @param number what every entry begins with
    public static WeightSpec constant(String name, Role role, Shape shape, double number) {
        return new WeightSpec(name, role, shape, 1, 0, OptionalDouble.of(number));
    }

    /// {@return the same weight seen from the container that holds the layer under `path`}
    ///
    /// @param path of the layer in its container: `0`, `conv1`
    public WeightSpec under(String path) {
        return new WeightSpec(path + "." + name, role, shape, fanIn, priorVariance, constant);
    }
}

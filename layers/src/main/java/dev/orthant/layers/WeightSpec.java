package dev.orthant.layers;

import dev.orthant.tensor.Shape;
import dev.orthant.tensor.weights.Role;

/// What a layer says of a weight tensor before it exists.
///
/// @param name          in the layer (`weight`, `bias`); containers put their path before it
/// @param role          what it is in the layer
/// @param shape         PyTorch's: `[out, in]` for a linear layer
/// @param fanIn         inputs of one neuron, at least 1; initialisers scale by it
/// @param priorVariance variance of an entry under the layer's prior, at least 0: what the infinite-width kernel assumes
public record WeightSpec(String name, Role role, Shape shape, int fanIn, double priorVariance) {
    public WeightSpec {
        if (fanIn < 1 || !(priorVariance >= 0)) {
            throw new IllegalArgumentException("weight " + name + ": fan-in is " + fanIn + " and prior variance "
                    + priorVariance + "; they must be at least 1 and at least 0");
        }
    }

    /// The same weight seen from the container that holds the layer under `path`.
    WeightSpec under(String path) {
        return new WeightSpec(path + "." + name, role, shape, fanIn, priorVariance);
    }
}

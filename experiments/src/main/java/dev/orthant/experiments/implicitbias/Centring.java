package dev.orthant.experiments.implicitbias;

import dev.orthant.layers.BalancedLinear;
import dev.orthant.layers.Layer;
import dev.orthant.layers.Linear;
import dev.orthant.layers.ScaledRelu;
import dev.orthant.layers.Sequential;
import java.util.ArrayList;
import java.util.List;

/// Which layers see their features less their mean: what balanced neurons do to a network, layer by layer.
///
///     (w − w̄ 1)ᵀ x = wᵀ (x − x̄ 1)
///
/// so that weights of mean 0 and centred features are the same function. Between hidden layers the kernel map h becomes
/// (h(t) − 1/π) / (1 − 1/π) up to the scale, which a homogeneous network's signs do not depend on.
enum Centring {
    /// The network of the paper's kernel.
    NONE,
    /// The first layer: the mean of an example's pixels is lost.
    INPUTS,
    /// All layers but the first.
    HIDDEN,
    /// All layers: the networks that Nero trains.
    ALL;

    /// @param depth weight matrices, at least 2
    /// @param width neurons of a hidden layer; the kernel does not depend on it
    Layer perceptron(int depth, int width) {
        List<Layer> layers = new ArrayList<>();
        for (int i = 0; i < depth; i++) {
            boolean centred = switch (this) {
                case NONE -> false;
                case INPUTS -> i == 0;
                case HIDDEN -> i > 0;
                case ALL -> true;
            };
            int neurons = i == depth - 1 ? 1 : width;
            layers.add(centred ? new BalancedLinear(neurons, 1, 0) : Linear.of(neurons));
            if (i < depth - 1) {
                layers.add(new ScaledRelu());
            }
        }
        return new Sequential(layers);
    }
}

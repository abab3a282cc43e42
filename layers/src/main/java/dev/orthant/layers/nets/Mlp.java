package dev.orthant.layers.nets;

import dev.orthant.layers.Flatten;
import dev.orthant.layers.Layer;
import dev.orthant.layers.Sequential;
import dev.orthant.layers.activation.Relu;
import java.util.ArrayList;
import java.util.List;

/// Multilayer perceptrons: linear layers with biases, rectifiers between them.
///
/// ```java
/// Layer perceptron = Mlp.of(10, 100);
/// perceptron.output(Shape.of(28, 28, 1));                             // → [10]
/// perceptron.weights(Shape.of(28, 28, 1)).getFirst().name();          // → 1.weight
/// NetworkSummary.of(perceptron, Shape.of(28, 28, 1)).weights();       // → 79510
/// ```
///
/// @since 0.1.0
public final class Mlp {
    private Mlp() {}

    /// Weights are named as in `nn.Sequential(nn.Flatten(), nn.Linear(…), nn.ReLU(), nn.Linear(…), …)`: `1.weight`,
    /// `1.bias`, `3.weight`, … Takes examples of any shape.
    ///
    /// @param outputs scores, at least 1
    /// @param hidden  width of each hidden layer
    /// @return takes `[…]` to `[outputs]`; a linear map if there is no hidden layer
    public static Layer of(int outputs, int... hidden) {
        List<Layer> layers = new ArrayList<>();
        layers.add(new Flatten());
        for (int width : hidden) {
            layers.add(Priors.linear(width));
            layers.add(new Relu());
        }
        layers.add(Priors.linear(outputs));
        return new Sequential(layers);
    }
}

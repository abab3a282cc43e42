package dev.orthant.layers.activation;

import dev.orthant.layers.Layer;
import dev.orthant.layers.WeightSpec;
import dev.orthant.layers.infinite.DualActivation;
import dev.orthant.layers.infinite.KernelBlock;
import dev.orthant.tensor.Shape;
import java.util.List;

/// A layer without weights that takes every number through one function φ.
///
/// Says the function three times: on tensors ([#forward]), on a number ([#activation]), and as its expectations under
/// Gaussian inputs (the methods of [DualActivation]).
///
/// ```java
/// Activation relu = new Relu();
/// Network.ofState(relu, Shape.of(2), Map.of()).predict(Tensor.of(Shape.of(2), -2, 3)).toArray();      // → [0.0, 3.0]
/// relu.activation(3);                                                                                 // → 3.0
/// relu.variance(1);                                                                                   // → 0.5
/// ```
///
/// @since 0.1.0
public interface Activation extends Layer, DualActivation {
    @Override
    default List<WeightSpec> weights(Shape input) {
        return List.of();
    }

    @Override
    default Shape output(Shape input) {
        return input;
    }

    @Override
    default KernelBlock kernel(KernelBlock input) {
        return input.through(this);
    }
}

package dev.orthant.layers;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Value;
import dev.orthant.layers.infinite.KernelBlock;
import dev.orthant.tensor.Shape;
import java.util.List;

/// What comes in goes out: the empty branch of a [ParallelSum].
///
/// ```java
/// Layer doubled = ParallelSum.of(new Identity(), new Identity());
/// Network.ofState(doubled, Shape.of(2), Map.of()).predict(Tensor.of(Shape.of(2), 3, 4)).toArray();    // → [6.0, 8.0]
/// ```
///
/// @since 0.1.0
public record Identity() implements Layer {
    @Override
    public List<WeightSpec> weights(Shape input) {
        return List.of();
    }

    @Override
    public Shape output(Shape input) {
        return input;
    }

    @Override
    public Value forward(Evaluator evaluator, NamedValues weights, Value input) {
        return input;
    }

    @Override
    public KernelBlock kernel(KernelBlock input) {
        return input;
    }
}

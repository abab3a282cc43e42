package dev.orthant.layers;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Value;
import dev.orthant.layers.infinite.KernelBlock;
import dev.orthant.tensor.Shape;
import java.util.List;

/// Product with a fixed number.
///
///     y     = factor · x
///     nngp' = factor² nngp,  ntk' = factor² ntk
///
/// ```java
/// Network.ofState(new Scale(3), Shape.of(2), Map.of()).predict(Tensor.of(Shape.of(2), 1, 2)).toArray();       // → [3.0, 6.0]
/// KernelBlock ones = KernelBlock.ofInputs(Tensor.filled(Shape.of(1, 2), 1));
/// new Scale(3).kernel(ones).nngp().at(0, 0);                                                                  // → 9.0
/// ```
///
/// @param factor finite
/// @since 0.1.0
public record Scale(double factor) implements Layer {
    /// Checks the factor.
    ///
    /// @throws IllegalArgumentException if it is infinite or not a number
    public Scale {
        if (!Double.isFinite(factor)) {
            throw new IllegalArgumentException("scale: the factor is " + factor + " but must be finite");
        }
    }

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
        return evaluator.apply(new dev.orthant.autograd.op.Scale((float) factor), input);
    }

    @Override
    public KernelBlock kernel(KernelBlock input) {
        return input.scaled(factor);
    }
}

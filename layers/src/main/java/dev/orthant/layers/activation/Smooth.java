package dev.orthant.layers.activation;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Op;
import dev.orthant.autograd.Value;
import dev.orthant.layers.NamedValues;
import java.util.function.DoubleUnaryOperator;

/// Any smooth function: an operation on tensors, and the same function on a number.
///
/// ```java
/// Smooth square = new Smooth(new Square(), z -> z * z);
/// Network.ofState(square, Shape.of(1), Map.of()).predict(Tensor.of(Shape.of(1), 3)).item();       // → 9.0
/// // E z⁴ = 3
/// (float) square.variance(1);                                                                     // → 3.0
/// // a kink is not smooth
/// new Smooth(new Absolute(), Math::abs).variance(1);                                              // throws NoClosedForm
/// ```
///
/// @param operation element by element, in float32
/// @param function  the same φ in float64
/// @since 0.1.0
public record Smooth(Op.Unary operation, DoubleUnaryOperator function) implements SmoothActivation {
    @Override
    public Value forward(Evaluator evaluator, NamedValues weights, Value input) {
        return evaluator.apply(operation, input);
    }

    @Override
    public double activation(double z) {
        return function.applyAsDouble(z);
    }
}

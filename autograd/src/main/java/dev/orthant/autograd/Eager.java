package dev.orthant.autograd;

import dev.orthant.tensor.Tensor;
import java.util.List;

/// Computes values and records nothing.
///
/// ```java
/// Eager eager = new Eager();
/// Value x = eager.constant(Tensor.of(Shape.of(2), -1, 2));
/// eager.apply(new ScaledRelu(1), x).tensor().toArray();        // → [0.0, 2.0]
/// ```
///
/// @since 0.1.0
public record Eager() implements Evaluator {
    @Override
    public Value constant(Tensor tensor) {
        return new Value(tensor);
    }

    @Override
    public Value apply(Op.Unary op, Value input) {
        return new Value(op.forward(input.tensor()));
    }

    @Override
    public Value apply(Op.Binary op, Value left, Value right) {
        return new Value(op.forward(left.tensor(), right.tensor()));
    }

    @Override
    public Value apply(Op.Many op, List<Value> inputs) {
        return new Value(op.forward(inputs.stream().map(Value::tensor).toList()));
    }
}

package dev.orthant.autograd;

import dev.orthant.tensor.Tensor;
import java.util.List;

/// What applies operations. Layers and losses are written once against it.
public sealed interface Evaluator permits Eager, Tape {
    /// A tensor through which nothing is differentiated: data, targets.
    Value constant(Tensor tensor);

    /// Applies an operation of one input.
    Value apply(Op.Unary op, Value input);

    /// Applies an operation of two inputs.
    Value apply(Op.Binary op, Value left, Value right);

    /// Applies an operation of any number of inputs.
    Value apply(Op.Many op, List<Value> inputs);
}

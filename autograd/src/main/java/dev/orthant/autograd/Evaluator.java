package dev.orthant.autograd;

import dev.orthant.tensor.Tensor;
import java.util.List;

/// What applies operations. Layers and losses are written once against it.
///
/// ```java
/// Function<Evaluator, Value> twice = evaluator ->
///         evaluator.apply(new Scale(2), evaluator.constant(Tensor.scalar(21)));
/// twice.apply(new Eager()).tensor().item();        // → 42.0
/// twice.apply(new Tape()).tensor().item();         // → 42.0
/// ```
///
/// @since 0.1.0
public sealed interface Evaluator permits Eager, Tape {
    /// {@return a tensor through which nothing is differentiated: data, targets}
    ///
    /// @param tensor is not copied; it must stay as it is until the computation is over
    Value constant(Tensor tensor);

    /// Applies an operation of one input.
    ///
    /// @param op    the operation
    /// @param input on what
    /// @return      its result
    /// @throws dev.orthant.tensor.ShapeException if the input does not fit the operation
    Value apply(Op.Unary op, Value input);

    /// Applies an operation of two inputs.
    ///
    /// @param op    the operation
    /// @param left  its first input
    /// @param right its second input
    /// @return      its result
    /// @throws dev.orthant.tensor.ShapeException if the inputs do not fit the operation or each other
    Value apply(Op.Binary op, Value left, Value right);

    /// Applies an operation of any number of inputs.
    ///
    /// @param op     the operation
    /// @param inputs at least one, in the operation's order
    /// @return       its result
    /// @throws dev.orthant.tensor.ShapeException if the inputs do not fit the operation or each other
    Value apply(Op.Many op, List<Value> inputs);
}

package dev.orthant.autograd;

import java.util.List;

/// A function of several tensors, written with operations: what is differentiated, checked and computed again.
///
/// It applies operations through the evaluator alone and has no other effect, so that it can be run as often as needed,
/// on whichever evaluator.
///
/// ```java
/// Computation sumOfSquares = (evaluator, inputs) ->
///         evaluator.apply(new Sum(), evaluator.apply(new Multiply(), inputs.get(0), inputs.get(0)));
/// Eager eager = new Eager();
/// Value x = eager.constant(Tensor.of(Shape.of(2), 3, 4));
/// sumOfSquares.apply(eager, List.of(x)).tensor().item();       // → 25.0
/// ```
///
/// @since 0.1.0
@FunctionalInterface
public interface Computation {
    /// {@return the result}
    ///
    /// @param evaluator applies every operation, and makes the constants
    /// @param inputs    as many as the function has, in its order
    Value apply(Evaluator evaluator, List<Value> inputs);
}

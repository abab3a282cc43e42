package dev.orthant.autograd;

import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.weights.Gradient;

/// Moves the matrix of a linear layer as soon as its gradient is known, while the derivatives of the layers before it are
/// still to come ([Tape#backwardMoving]).
///
///     dX = D W,   then   W moves by its gradient Dᵀ H
///
/// Both need every number of W, and in a wide network with small batches a step takes as long as W takes to come from
/// memory: together they take one pass where one after the other would take two. Only what needs nothing of the other layers
/// can move so early: no norm of the whole gradient, no clipping by one.
///
/// ```java
/// Tensor w = Tensor.of(Shape.of(1, 2), 3, 4);
/// WeightMover toZero = (weight, gradient) -> {
///     Tensor carried = new MatMul().forward(gradient.upstream(), weight.tensor());
///     Span numbers = weight.tensor().span();
///     Arrays.fill(numbers.array(), numbers.from(), numbers.from() + numbers.length(), 0);
///     return carried;
/// };
/// Tape tape = new Tape();
/// Value x = tape.variable(Tensor.of(Shape.of(1, 2), 1, 1));
/// Value y = tape.apply(new MatMulTransposedRight(), x, tape.variable(w));
/// tape.backwardMoving(tape.apply(new Sum(), y), toZero).of(x).toArray();       // → [3.0, 4.0]
/// w.toArray();                                                                 // → [0.0, 0.0]
/// ```
///
/// @since 0.1.0
@FunctionalInterface
public interface WeightMover {
    /// Moves one matrix, in place.
    ///
    /// @param weight   W, `[width, fanIn]`: a variable that one operation of the tape reads
    /// @param gradient Dᵀ H, with respect to W
    /// @return         D W with the numbers before the move, `[batch, fanIn]`
    Tensor moveAndCarry(Value weight, Gradient.Product gradient);
}

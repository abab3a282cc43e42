package dev.orthant.autograd.derivative;

import dev.orthant.autograd.Computation;
import dev.orthant.autograd.Gradients;
import dev.orthant.autograd.Tape;
import dev.orthant.autograd.Value;
import dev.orthant.tensor.Tensor;
import java.util.List;

/// The first derivatives of a computation at a point, as a linear map that is never written out.
///
///     J = ∂f/∂x at x, of all inputs together
///
/// ```java
/// Computation square = (evaluator, inputs) -> evaluator.apply(new Multiply(), inputs.get(0), inputs.get(0));
/// Tensor x = Tensor.of(Shape.of(2), 3, 4);
/// Jacobian jacobian = new Jacobian(square, List.of(x));
/// Tensor direction = Tensor.of(Shape.of(2), 1, 0);
/// Tensor change = jacobian.times(List.of(direction));          // J v: how f moves when x does
/// change.toArray();                                            // → [6.0, 0.0]
/// Tensor upstream = Tensor.of(Shape.of(2), 0, 1);
/// Tensor gradient = jacobian.transposedTimes(upstream).get(0); // Jᵀ u: the gradient of ⟨u, f⟩
/// gradient.toArray();                                          // → [0.0, 8.0]
/// ```
///
/// @param computation f
/// @param point       x, one tensor per input
/// @since 0.1.0
public record Jacobian(Computation computation, List<Tensor> point) {
    /// The first derivatives at a copy of the list of the point; nothing is computed yet.
    public Jacobian {
        point = List.copyOf(point);
    }

    /// The vector-Jacobian product Jᵀu: one reverse pass.
    ///
    /// @param upstream u, in the shape of the result
    /// @return one tensor per input, in its shape
    public List<Tensor> transposedTimes(Tensor upstream) {
        Tape tape = new Tape();
        List<Value> inputs = Projection.variables(tape, point);
        Value output = computation.apply(tape, inputs);
        Value scalar = Projection.on(tape, output, tape.constant(upstream));
        if (!tape.isTracked(scalar)) {
            return Projection.zeros(point);
        }
        Gradients gradients = tape.backward(scalar);
        return inputs.stream().map(gradients::of).toList();
    }

    /// The Jacobian-vector product Jv: two reverse passes. Jᵀu is linear in u, and its derivative with respect to u is J.
    ///
    /// @param direction v, one tensor per input in its shape
    /// @return in the shape of the result
    public Tensor times(List<Tensor> direction) {
        Projection.requireSameShapes("Jacobian-vector product", point, direction);
        Tape tape = new Tape();
        List<Value> inputs = Projection.variables(tape, point);
        Value output = computation.apply(tape, inputs);
        Value upstream = tape.variable(Tensor.zeros(output.tensor().shape()));
        Gradients transposed = tape.backwardRecorded(Projection.on(tape, output, upstream));
        Value total = Projection.on(tape, inputs.stream().map(transposed::value).toList(), direction);
        return tape.isTracked(total)
                ? tape.backward(total).of(upstream)
                : Tensor.zeros(output.tensor().shape());
    }
}

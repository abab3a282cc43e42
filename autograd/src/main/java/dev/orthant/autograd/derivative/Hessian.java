package dev.orthant.autograd.derivative;

import dev.orthant.autograd.Computation;
import dev.orthant.autograd.Gradients;
import dev.orthant.autograd.Tape;
import dev.orthant.autograd.Value;
import dev.orthant.tensor.Tensor;
import java.util.List;

/// The second derivatives of a scalar computation at a point, as a linear map that is never written out.
///
///     H = ∂²f/∂x² at x, of all inputs together
///     H v = ∂⟨∂f/∂x, v⟩/∂x                       one reverse pass through a reverse pass (Pearlmutter 1994)
///
/// ```java
/// Computation quartic = (evaluator, inputs) -> {
///     Value square = evaluator.apply(new Multiply(), inputs.get(0), inputs.get(0));
///     return evaluator.apply(new Sum(), evaluator.apply(new Multiply(), square, square));          // Σ x⁴
/// };
/// Hessian hessian = new Hessian(quartic, List.of(Tensor.of(Shape.of(2), 1, 2)));
/// hessian.times(List.of(Tensor.of(Shape.of(2), 1, 1))).getFirst().toArray();                       // → [12.0, 48.0]
/// ```
///
/// @param computation f, with a result of one element
/// @param point       x, one tensor per input
/// @since 0.1.0
public record Hessian(Computation computation, List<Tensor> point) {
    /// The second derivatives at a copy of the list of the point; nothing is computed yet.
    public Hessian {
        point = List.copyOf(point);
    }

    /// The Hessian-vector product.
    ///
    /// @param direction v, one tensor per input in its shape
    /// @return one tensor per input, in its shape; zeros where f is linear or constant
    public List<Tensor> times(List<Tensor> direction) {
        Projection.requireSameShapes("Hessian-vector product", point, direction);
        Tape tape = new Tape();
        List<Value> inputs = Projection.variables(tape, point);
        Value scalar = computation.apply(tape, inputs);
        if (scalar.tensor().size() == 1 && !tape.isTracked(scalar)) {
            return Projection.zeros(point); // a constant
        }
        Gradients first = tape.backwardRecorded(scalar);
        Value slope = Projection.on(tape, inputs.stream().map(first::value).toList(), direction);
        if (!tape.isTracked(slope)) {
            return Projection.zeros(point);
        }
        Gradients second = tape.backward(slope);
        return inputs.stream().map(second::of).toList();
    }
}

package dev.orthant.autograd.derivative;

import dev.orthant.autograd.Add;
import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Tape;
import dev.orthant.autograd.Value;
import dev.orthant.autograd.op.Multiply;
import dev.orthant.autograd.op.Sum;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.ShapeException;
import dev.orthant.tensor.Tensor;
import java.util.List;

/// Inner products of values with directions, and what else derivatives along directions share.
final class Projection {
    private Projection() {}

    static List<Value> variables(Tape tape, List<Tensor> point) {
        return point.stream().map(tape::variable).toList();
    }

    /// ⟨a, b⟩
    static Value on(Evaluator evaluator, Value a, Value b) {
        return evaluator.apply(new Sum(), evaluator.apply(new Multiply(), a, b));
    }

    /// Σ ⟨aᵢ, bᵢ⟩
    static Value on(Evaluator evaluator, List<Value> values, List<Tensor> directions) {
        Value total = evaluator.constant(Tensor.scalar(0));
        for (int i = 0; i < values.size(); i++) {
            Value dot = on(evaluator, values.get(i), evaluator.constant(directions.get(i)));
            total = evaluator.apply(new Add(), total, dot);
        }
        return total;
    }

    static List<Tensor> zeros(List<Tensor> point) {
        return point.stream().map(tensor -> Tensor.zeros(tensor.shape())).toList();
    }

    static void requireSameShapes(String operation, List<Tensor> point, List<Tensor> direction) {
        List<Shape> required = point.stream().map(Tensor::shape).toList();
        List<Shape> came = direction.stream().map(Tensor::shape).toList();
        if (!came.equals(required)) {
            throw new ShapeException(operation + ": a direction of shapes " + came + " came for a point of " + required
                    + "; one tensor per input in its shape is required");
        }
    }
}

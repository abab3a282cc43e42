package dev.orthant.autograd;

import dev.orthant.tensor.ShapeException;
import dev.orthant.tensor.Tensor;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Computes values and records how, so that a scalar result can be differentiated with respect to every variable.
///
/// The record is a plain list: an operation's inputs stand before it, so that one loop from the end to the start visits
/// every operation after all that use its result (reverse-mode differentiation; Griewank and Walther 2008, section 3.2).
/// A tape serves one computation and one thread; take a new one for the next step.
public final class Tape implements Evaluator {
    private final List<Node> nodes = new ArrayList<>();
    private final IdentityHashMap<Value, Integer> positions = new IdentityHashMap<>();

    /// One recorded result. `operation` is null for a variable; operations on constants alone are not recorded.
    private record Node(Value output, @Nullable Op operation, List<Value> inputs) {}

    /// A tensor with respect to which the result will be differentiated.
    public Value variable(Tensor tensor) {
        Value value = new Value(tensor);
        record(new Node(value, null, List.of()));
        return value;
    }

    @Override
    public Value constant(Tensor tensor) {
        return new Value(tensor);
    }

    @Override
    public Value apply(Op.Unary op, Value input) {
        Value output = new Value(op.forward(input.tensor()));
        if (isTracked(input)) {
            record(new Node(output, op, List.of(input)));
        }
        return output;
    }

    @Override
    public Value apply(Op.Binary op, Value left, Value right) {
        Value output = new Value(op.forward(left.tensor(), right.tensor()));
        if (isTracked(left) || isTracked(right)) {
            record(new Node(output, op, List.of(left, right)));
        }
        return output;
    }

    @Override
    public Value apply(Op.Many op, List<Value> inputs) {
        Value output = new Value(op.forward(inputs.stream().map(Value::tensor).toList()));
        if (inputs.stream().anyMatch(this::isTracked)) {
            record(new Node(output, op, List.copyOf(inputs)));
        }
        return output;
    }

    /// The derivatives of a scalar with respect to all variables of this tape.
    ///
    /// @param scalar a value of one element that this tape computed
    /// @throws ShapeException if it has more than one element
    /// @throws IllegalArgumentException if it does not depend on any variable of this tape
    public Gradients backward(Value scalar) {
        return backward(scalar, new Eager());
    }

    /// As [#backward], and records the derivatives' own computation on this tape: a scalar made of them can be
    /// differentiated again (Hessian-vector products, gradient penalties).
    public Gradients backwardRecorded(Value scalar) {
        return backward(scalar, this);
    }

    private Gradients backward(Value scalar, Evaluator evaluator) {
        if (scalar.tensor().size() != 1) {
            throw new ShapeException("backward: the value has shape "
                    + scalar.tensor().shape() + "; a single element is required; sum it or take its norm first");
        }
        Integer last = positions.get(scalar);
        if (last == null) {
            throw new IllegalArgumentException("backward: the value does not depend on any variable of this tape;"
                    + " make the weights variables with tape.variable and compute through the same tape");
        }
        IdentityHashMap<Value, Value> upstreams = new IdentityHashMap<>();
        upstreams.put(scalar, evaluator.constant(Tensor.filled(scalar.tensor().shape(), 1)));
        for (int i = last; i >= 0; i--) {
            Node node = nodes.get(i);
            Value upstream = upstreams.get(node.output());
            if (upstream != null && node.operation() != null) {
                carryBack(evaluator, node, node.operation(), upstream, upstreams);
                upstreams.remove(node.output()); // used up: only the variables' derivatives are kept
            }
        }
        return new Gradients(upstreams);
    }

    private void carryBack(
            Evaluator evaluator, Node node, Op operation, Value upstream, IdentityHashMap<Value, Value> upstreams) {
        switch (operation) {
            case Op.Unary op -> {
                Value input = node.inputs().get(0);
                accumulate(evaluator, upstreams, input, op.gradient(evaluator, upstream, input, node.output()));
            }
            case Op.Binary op -> {
                Value left = node.inputs().get(0);
                Value right = node.inputs().get(1);
                if (isTracked(left)) {
                    Value gradient = op.gradientOfLeft(evaluator, upstream, left, right, node.output());
                    accumulate(evaluator, upstreams, left, gradient);
                }
                if (isTracked(right)) {
                    Value gradient = op.gradientOfRight(evaluator, upstream, left, right, node.output());
                    accumulate(evaluator, upstreams, right, gradient);
                }
            }
            case Op.Many op -> {
                for (int which = 0; which < node.inputs().size(); which++) {
                    Value input = node.inputs().get(which);
                    if (isTracked(input)) {
                        Value gradient = op.gradientOf(which, evaluator, upstream, node.inputs(), node.output());
                        accumulate(evaluator, upstreams, input, gradient);
                    }
                }
            }
        }
    }

    private static void accumulate(
            Evaluator evaluator, IdentityHashMap<Value, Value> upstreams, Value input, Value contribution) {
        Value before = upstreams.get(input);
        upstreams.put(input, before == null ? contribution : evaluator.apply(new Add(), before, contribution));
    }

    /// Whether the value is a variable of this tape or was computed from one.
    public boolean isTracked(Value value) {
        return positions.containsKey(value);
    }

    private void record(Node node) {
        positions.put(node.output(), nodes.size());
        nodes.add(node);
    }
}

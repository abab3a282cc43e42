package dev.orthant.autograd;

import dev.orthant.tensor.Arena;
import dev.orthant.tensor.BufferPool;
import dev.orthant.tensor.ShapeException;
import dev.orthant.tensor.Tensor;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Computes values and records how, so that a scalar result can be differentiated with respect to every variable.
///
/// The record is a plain list: an operation's inputs stand before it, so that one loop from the end to the start visits
/// every operation after all that use its result (reverse-mode differentiation; Griewank and Walther 2008, section 3.2).
/// A tape serves one computation and one thread; take a new one for the next step.
///
/// Results lie in arrays that the tape borrows. Whoever trains many steps gives all tapes one pool and closes each when
/// its step is over, and no step allocates anything large:
///
/// ```java
/// BufferPool pool = new BufferPool();
/// Tensor weights = Tensor.of(Shape.of(2), 3, 4);
/// for (int step = 0; step < 10; step++) {
///     try (Tape tape = new Tape(pool)) {
///         Value w = tape.variable(weights);
///         Value loss = tape.apply(new Sum(), tape.apply(new Multiply(), w, w));       // ‖w‖²
///         Tensor gradient = tape.backward(loss).of(w);                                // 2 w
///         weights = new Subtract().forward(weights, new Scale(0.25f).forward(gradient));
///     }
/// }
/// weights.at(0) < 0.003;                                       // → true
/// Tape tape = new Tape();
/// tape.backward(tape.variable(Tensor.zeros(Shape.of(2))));     // throws ShapeException
/// tape.apply(new Scale(2), tape.variable(weights));
/// Tape.Node last = tape.recorded().getLast();
/// last.operation();                                            // → Optional[Scale[factor=2.0]]
/// ```
///
/// After that the results and gradients of the closed tape mean nothing: what must survive is copied before
/// ([Tensor#copy]). A tape without a pool need not be closed; its arrays are left to the garbage collector.
///
/// @since 0.1.0
public final class Tape implements Evaluator, AutoCloseable {
    /// Up to this many examples a linear layer's gradient stays unformed. Beyond, a rule that adds up the examples row by
    /// row is slower than a matrix product.
    public static final int LARGEST_RANK = 16;

    private final BufferPool pool;
    private final Arena arena;
    private final List<Arena> arenasOfGradients = new ArrayList<>();
    private final List<Node> nodes = new ArrayList<>();
    private final IdentityHashMap<Value, Integer> positions = new IdentityHashMap<>();
    private final IdentityHashMap<Value, Integer> uses = new IdentityHashMap<>();

    /// One recorded result. `operation` is empty for a variable; operations on constants alone are not recorded.
    ///
    /// @param output    the result
    /// @param operation what made it
    /// @param inputs    of what
    public record Node(Value output, Optional<Op> operation, List<Value> inputs) {}

    /// A tape of its own, that need not be closed.
    public Tape() {
        this(new BufferPool());
    }

    /// A tape that borrows its arrays, until it is closed.
    ///
    /// @param pool lends them; one thread at a time
    public Tape(BufferPool pool) {
        this.pool = pool;
        this.arena = new Arena(pool);
    }

    /// {@return a tensor with respect to which the result will be differentiated}
    ///
    /// @param tensor is not copied; it must stay as it is until the gradients are computed
    public Value variable(Tensor tensor) {
        Value value = new Value(tensor);
        record(new Node(value, Optional.empty(), List.of()));
        return value;
    }

    @Override
    public Value constant(Tensor tensor) {
        return new Value(tensor);
    }

    @Override
    public Value apply(Op.Unary op, Value input) {
        Value output = new Value(forward(() -> op.forward(input.tensor())));
        if (isTracked(input)) {
            record(new Node(output, Optional.of(op), List.of(input)));
        }
        return output;
    }

    @Override
    public Value apply(Op.Binary op, Value left, Value right) {
        Value output = new Value(forward(() -> op.forward(left.tensor(), right.tensor())));
        if (isTracked(left) || isTracked(right)) {
            record(new Node(output, Optional.of(op), List.of(left, right)));
        }
        return output;
    }

    @Override
    public Value apply(Op.Many op, List<Value> inputs) {
        Value output = new Value(
                forward(() -> op.forward(inputs.stream().map(Value::tensor).toList())));
        if (inputs.stream().anyMatch(this::isTracked)) {
            record(new Node(output, Optional.of(op), List.copyOf(inputs)));
        }
        return output;
    }

    /// The derivatives of a scalar with respect to all variables of this tape.
    ///
    /// @param scalar a value of one element that this tape computed
    /// @return       one derivative for each variable
    /// @throws ShapeException           if it has more than one element
    /// @throws IllegalArgumentException if it does not depend on any variable of this tape
    public Gradients backward(Value scalar) {
        int last = position(scalar);
        Arena borrowed = new Arena(pool);
        arenasOfGradients.add(borrowed);
        return new ReversePass(this, new Eager(), borrowed, 0, null).run(nodes, last);
    }

    /// As [#backward], for rules that take products: the gradient of a matrix that a linear layer used once, for a batch
    /// of at most [#LARGEST_RANK] examples, is not formed ([Gradients#gradient]).
    ///
    /// @param scalar a value of one element that this tape computed
    /// @return       one derivative for each variable
    /// @throws ShapeException           as [#backward]
    /// @throws IllegalArgumentException as [#backward]
    public Gradients backwardUnformed(Value scalar) {
        int last = position(scalar);
        Arena borrowed = new Arena(pool);
        arenasOfGradients.add(borrowed);
        return new ReversePass(this, new Eager(), borrowed, LARGEST_RANK, null).run(nodes, last);
    }

    /// As [#backwardUnformed], and moves weights on the way: a matrix whose gradient stays a product, and that nothing else
    /// in the computation reads, is handed to the mover as soon as its gradient is known. It is then read once, to be moved
    /// and to carry the derivative on to the layer's inputs, where a step after the pass would read it again.
    ///
    /// All derivatives are those at the weights as they were before. The values of the tape that are weights are not, after
    /// this: the tape is good for its gradients and for nothing else.
    ///
    /// @param scalar a value of one element that this tape computed
    /// @param mover  moves the matrices that it is handed
    /// @return       one derivative for each variable, moved or not
    /// @throws ShapeException           as [#backward]
    /// @throws IllegalArgumentException as [#backward]
    public Gradients backwardMoving(Value scalar, WeightMover mover) {
        int last = position(scalar);
        Arena borrowed = new Arena(pool);
        arenasOfGradients.add(borrowed);
        return new ReversePass(this, new Eager(), borrowed, LARGEST_RANK, mover).run(nodes, last);
    }

    /// As [#backward], and records the derivatives' own computation on this tape: a scalar made of them can be
    /// differentiated again (Hessian-vector products, gradient penalties).
    ///
    /// @param scalar a value of one element that this tape computed
    /// @return       one derivative for each variable ([Gradients#value])
    /// @throws ShapeException           as [#backward]
    /// @throws IllegalArgumentException as [#backward]
    public Gradients backwardRecorded(Value scalar) {
        int last = position(scalar);
        return new ReversePass(this, this, null, 0, null).run(nodes, last);
    }

    /// Hands all arrays back to the pool: values and gradients of this tape must not be used any more.
    @Override
    public void close() {
        arena.releaseAll();
        arenasOfGradients.forEach(Arena::releaseAll);
        pool.trim();
    }

    /// What an operation makes on the way to its result is handed back at once.
    private Tensor forward(Supplier<Tensor> operation) {
        return arena.serve(operation, Tensor::liesIn);
    }

    private int position(Value scalar) {
        if (scalar.tensor().size() != 1) {
            throw new ShapeException("backward: the value has shape "
                    + scalar.tensor().shape() + "; a single element is required; sum it or take its norm first");
        }
        Integer last = positions.get(scalar);
        if (last == null) {
            throw new IllegalArgumentException("backward: the value does not depend on any variable of this tape;"
                    + " make the weights variables with tape.variable and compute through the same tape");
        }
        return last;
    }

    /// {@return how every result came about, in the order of the computation: for whoever writes it down for another runtime}
    public List<Node> recorded() {
        return List.copyOf(nodes);
    }

    /// {@return whether a value is a variable of this tape or was computed from one}
    ///
    /// @param value of any evaluator
    public boolean isTracked(Value value) {
        return positions.containsKey(value);
    }

    /// Whether the value is a variable and one operation used it, once.
    boolean isUsedOnce(Value value) {
        Integer position = positions.get(value);
        return position != null && nodes.get(position).operation().isEmpty() && uses.getOrDefault(value, 0) == 1;
    }

    /// Whether no more than one recorded operation reads the array in which a value lies, once: not under another name either.
    boolean isReadOnce(Value value) {
        return nodes.stream()
                        .flatMap(node -> node.inputs().stream())
                        .filter(input -> input.tensor().sharesArrayWith(value.tensor()))
                        .count()
                == 1;
    }

    private void record(Node node) {
        for (Value input : node.inputs()) {
            uses.merge(input, 1, Integer::sum);
        }
        positions.put(node.output(), nodes.size());
        nodes.add(node);
    }
}

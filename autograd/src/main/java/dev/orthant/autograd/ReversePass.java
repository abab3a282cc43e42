package dev.orthant.autograd;

import dev.orthant.tensor.Arena;
import dev.orthant.tensor.Span;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.kernel.ActiveKernels;
import dev.orthant.tensor.weights.Gradient;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// One walk over a tape from the end to the start: the derivative of the scalar with respect to each value is collected
/// from all operations that use it, and then carried through the operation that made it.
///
/// Where nothing is recorded, the memory of a derivative is used again as soon as it has been carried on, and where a
/// value is used often its derivatives are added up in place. Several values may share one derivative (both inputs of a
/// sum do), so arrays are counted by the values that hold them.
final class ReversePass {
    private final Tape tape;
    private final Evaluator evaluator;
    private final @Nullable Arena arena;
    private final IdentityHashMap<Value, Value> upstreams = new IdentityHashMap<>();
    private final IdentityHashMap<float[], Integer> holders = new IdentityHashMap<>();
    private final IdentityHashMap<Value, Gradient.Product> products = new IdentityHashMap<>();
    private final int largestRank;
    private final @Nullable WeightMover mover;

    /// @param arena where derivatives lie that nobody records; null if they are recorded
    /// @param largestRank up to which gradients of variables stay products; 0 for none
    /// @param mover       moves weights on the way; null if they stay as they are
    ReversePass(Tape tape, Evaluator evaluator, @Nullable Arena arena, int largestRank, @Nullable WeightMover mover) {
        this.largestRank = largestRank;
        this.mover = mover;
        this.tape = tape;
        this.evaluator = evaluator;
        this.arena = arena;
    }

    Gradients run(List<Tape.Node> nodes, int last) {
        Value scalar = nodes.get(last).output();
        put(scalar, evaluator.constant(Tensor.filled(scalar.tensor().shape(), 1)));
        for (int i = last; i >= 0; i--) {
            Tape.Node node = nodes.get(i);
            Value upstream = upstreams.get(node.output());
            if (upstream != null && node.operation().isPresent()) {
                carryBack(node, node.operation().get(), upstream);
                remove(node.output()); // used up: only the variables' derivatives are kept
            }
        }
        if (arena != null) {
            separate(arena);
        }
        return new Gradients(upstreams, products);
    }

    /// Gives every variable a derivative of its own: whoever takes them may change one in place (clipping does), and both
    /// inputs of a sum are handed the same array. Recorded derivatives are values of the tape, which nobody may change.
    private void separate(Arena own) {
        for (Map.Entry<Value, Value> entry : upstreams.entrySet()) {
            Value shared = entry.getValue();
            if (holders.getOrDefault(array(shared), 0) > 1) {
                Tensor copy = own.serve(() -> copyOf(shared.tensor()), Tensor::liesIn);
                Value alone = new Value(copy);
                holders.merge(array(alone), 1, Integer::sum);
                entry.setValue(alone);
                drop(shared);
            }
        }
    }

    private static Tensor copyOf(Tensor tensor) { // Tensor#copy takes no array of the arena
        Tensor copy = Tensor.uninitialised(tensor.shape());
        Span from = tensor.span();
        Span to = copy.span();
        System.arraycopy(from.array(), from.from(), to.array(), to.from(), to.length());
        return copy;
    }

    private void carryBack(Tape.Node node, Op operation, Value upstream) {
        if (arena == null) {
            carry(node, operation, upstream);
        } else {
            arena.serve(
                    () -> {
                        carry(node, operation, upstream);
                        return node;
                    },
                    (same, array) -> holders.containsKey(array));
        }
    }

    private void carry(Tape.Node node, Op operation, Value upstream) {
        switch (operation) {
            case Op.Unary op -> {
                Value input = node.inputs().get(0);
                accumulate(input, op.gradient(evaluator, upstream, input, node.output()));
            }
            case Op.Binary op -> {
                Value left = node.inputs().get(0);
                Value right = node.inputs().get(1);
                Optional<Gradient.Product> product = unformed(op, upstream, left, right);
                if (tape.isTracked(left)) {
                    Value carried = product.isPresent() && mover != null && tape.isReadOnce(right)
                            ? new Value(mover.moveAndCarry(right, product.get()))
                            : op.gradientOfLeft(evaluator, upstream, left, right, node.output());
                    accumulate(left, carried);
                }
                if (product.isPresent()) {
                    holders.merge(array(upstream), 1, Integer::sum); // its numbers must outlive the pass
                    products.put(right, product.get());
                } else if (tape.isTracked(right)) {
                    accumulate(right, op.gradientOfRight(evaluator, upstream, left, right, node.output()));
                }
            }
            case Op.Many op -> {
                List<Value> inputs = node.inputs();
                List<Integer> which = IntStream.range(0, inputs.size())
                        .filter(index -> tape.isTracked(inputs.get(index)))
                        .boxed()
                        .toList();
                List<Value> gradients = op.gradientsOf(which, evaluator, upstream, inputs, node.output());
                for (int i = 0; i < which.size(); i++) {
                    accumulate(inputs.get(which.get(i)), gradients.get(i));
                }
            }
        }
    }

    /// The gradient of a variable as a product, where it is one and the only contribution.
    private Optional<Gradient.Product> unformed(Op.Binary op, Value upstream, Value left, Value right) {
        return largestRank == 0 || !tape.isUsedOnce(right)
                ? Optional.empty()
                : op.unformedGradientOfRight(upstream.tensor(), left.tensor())
                        .filter(product -> product.rank() <= largestRank);
    }

    private void accumulate(Value input, Value contribution) {
        Value before = upstreams.get(input);
        if (before == null) {
            put(input, contribution);
        } else if (isOnlyHolder(before.tensor()) && !before.tensor().sharesArrayWith(contribution.tensor())) {
            Tensor sum = before.tensor();
            ActiveKernels.get().add(sum.span(), contribution.tensor().span(), sum.span());
        } else {
            put(input, evaluator.apply(new Add(), before, contribution));
        }
    }

    /// Whether the tensor's numbers may be overwritten: made by this pass, and the derivative of one value alone.
    private boolean isOnlyHolder(Tensor tensor) {
        float[] array = tensor.span().array();
        return arena != null && arena.owns(array) && holders.getOrDefault(array, 0) == 1;
    }

    private void put(Value input, Value derivative) {
        holders.merge(array(derivative), 1, Integer::sum);
        Value before = upstreams.put(input, derivative);
        if (before != null) {
            drop(before);
        }
    }

    private void remove(Value value) {
        Value derivative = upstreams.remove(value);
        if (derivative != null) {
            drop(derivative);
        }
    }

    private void drop(Value derivative) {
        float[] array = array(derivative);
        if (holders.merge(array, -1, Integer::sum) == 0) {
            holders.remove(array);
            if (arena != null) {
                arena.release(array);
            }
        }
    }

    private static float[] array(Value value) {
        return value.tensor().span().array();
    }
}

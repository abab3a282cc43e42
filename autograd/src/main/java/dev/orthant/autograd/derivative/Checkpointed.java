package dev.orthant.autograd.derivative;

import dev.orthant.autograd.Computation;
import dev.orthant.autograd.Eager;
import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Gradients;
import dev.orthant.autograd.Op;
import dev.orthant.autograd.Tape;
import dev.orthant.autograd.Value;
import dev.orthant.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/// A computation as one operation: the tape remembers its inputs and its result, nothing in between, and computes it again
/// when the gradient is asked for (Chen, Xu, Zhang and Guestrin 2016, "Training deep nets with sublinear memory cost").
/// Time for memory: one more forward pass. (Where the gradient is itself recorded: one for every input.)
///
///     Y   = f(X₀, X₁, …)
///     dXᵢ = (∂f/∂Xᵢ)ᵀ dY, by a tape of its own
///
/// The gradient is again a computation as one operation, so that derivatives of any order exist. Random numbers inside must
/// be the same in every run: draw them from a stream that is an argument, as [Computation] requires.
///
/// ```java
/// Computation twice = (evaluator, inputs) -> evaluator.apply(new Exp(), evaluator.apply(new Exp(), inputs.get(0)));
/// Tape tape = new Tape();
/// Value x = tape.variable(Tensor.scalar(0));
/// Value y = tape.apply(new Checkpointed(twice), List.of(x));
/// tape.recorded().size();                      // → 2
/// y.tensor().item();                           // → 2.71828…
/// tape.backward(y).of(x).item();               // → 2.71828…
/// ```
///
/// @param computation f
/// @since 0.1.0
public record Checkpointed(Computation computation) implements Op.Many {
    @Override
    public Tensor forward(List<Tensor> inputs) {
        Eager eager = new Eager();
        return computation
                .apply(eager, inputs.stream().map(eager::constant).toList())
                .tensor();
    }

    @Override
    public Value gradientOf(int which, Evaluator evaluator, Value upstream, List<Value> inputs, Value output) {
        List<Value> all = new ArrayList<>(inputs);
        all.add(upstream);
        return evaluator.apply(new Checkpointed(new Gradient(computation, which)), all);
    }

    @Override
    public List<Value> gradientsOf(
            List<Integer> which, Evaluator evaluator, Value upstream, List<Value> inputs, Value output) {
        return switch (evaluator) {
            case Eager eager -> {
                Tape tape = new Tape();
                List<Value> own = new ArrayList<>();
                for (int i = 0; i < inputs.size(); i++) {
                    Tensor tensor = inputs.get(i).tensor();
                    own.add(which.contains(i) ? tape.variable(tensor) : tape.constant(tensor));
                }
                Value result = computation.apply(tape, own);
                Value scalar = Projection.on(tape, result, tape.constant(upstream.tensor()));
                if (!tape.isTracked(scalar)) {
                    yield which.stream().map(i -> zeros(eager, inputs.get(i))).toList();
                }
                Gradients gradients = tape.backward(scalar);
                yield which.stream()
                        .map(i -> eager.constant(gradients.of(own.get(i))))
                        .toList();
            }
            case Tape recording -> Op.Many.super.gradientsOf(which, recording, upstream, inputs, output);
        };
    }

    private static Value zeros(Evaluator evaluator, Value like) {
        return evaluator.constant(Tensor.zeros(like.tensor().shape()));
    }

    /// The gradient of ⟨f(X₀, X₁, …), U⟩ with respect to one input, as a computation of X₀, X₁, … and U.
    private record Gradient(Computation computation, int which) implements Computation {
        @Override
        public Value apply(Evaluator evaluator, List<Value> inputs) {
            int last = inputs.size() - 1;
            return switch (evaluator) {
                case Eager eager ->
                    new Checkpointed(computation)
                            .gradientsOf(
                                    List.of(which), eager, inputs.get(last), inputs.subList(0, last), inputs.get(last))
                            .getFirst();
                case Tape tape -> {
                    // Whoever records this has made variables of the inputs it asks about; the one asked about here
                    // must
                    // be one too.
                    List<Value> all = new ArrayList<>(inputs);
                    if (!tape.isTracked(all.get(which))) {
                        all.set(which, tape.variable(all.get(which).tensor()));
                    }
                    Value output = computation.apply(tape, all.subList(0, last));
                    Value scalar = Projection.on(tape, output, all.get(last));
                    yield tape.isTracked(scalar)
                            ? tape.backwardRecorded(scalar).value(all.get(which))
                            : zeros(tape, all.get(which));
                }
            };
        }
    }
}

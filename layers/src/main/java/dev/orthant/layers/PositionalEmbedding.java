package dev.orthant.layers;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Value;
import dev.orthant.autograd.op.AddRow;
import dev.orthant.autograd.op.Reshape;
import dev.orthant.autograd.op.Slice;
import dev.orthant.layers.infinite.KernelBlock;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.ShapeException;
import dev.orthant.tensor.weights.Role;
import java.util.List;

/// A learned row for every place of a sequence, added: `[time, width]` to the same.
///
///     y[t, :] = x[t, :] + W[t, :]            W [places, width], named `weight`
///     prior : Wᵢⱼ ~ N(0, variance)
///
/// ```java
/// Map<String, Tensor> table = Map.of("weight", Tensor.of(Shape.of(3, 1), 10, 20, 30));
/// Network network = Network.ofState(new PositionalEmbedding(3), Shape.of(2, 1), table);
/// network.predict(Tensor.of(Shape.of(2, 1), 1, 1)).toArray();     // → [11.0, 21.0]
/// new PositionalEmbedding(3).output(Shape.of(4, 1));              // throws ShapeException
/// ```
///
/// @param places   the longest sequence, at least 1
/// @param variance of an entry under the prior, more than 0
/// @since 0.1.0
public record PositionalEmbedding(int places, double variance) implements Layer {
    /// Checks the size of the table and the prior.
    ///
    /// @throws IllegalArgumentException if a number is out of range
    public PositionalEmbedding {
        if (places < 1 || !(variance > 0)) {
            throw new IllegalArgumentException("positional embedding: there are " + places + " places of variance "
                    + variance + "; at least 1 and more than 0 are required");
        }
    }

    /// With variance 1, as PyTorch's embeddings begin.
    ///
    /// @param places the longest sequence, at least 1
    public PositionalEmbedding(int places) {
        this(places, 1);
    }

    @Override
    public List<WeightSpec> weights(Shape input) {
        output(input);
        return List.of(new WeightSpec("weight", Role.MATRIX, Shape.of(places, input.axis(1)), 1, variance));
    }

    @Override
    public Shape output(Shape input) {
        if (input.rank() != 2 || input.axis(0) > places) {
            throw new ShapeException("positional embedding: an example is " + input + "; [time, width] with at most "
                    + places + " places in time is required");
        }
        return input;
    }

    @Override
    public Value forward(Evaluator evaluator, NamedValues weights, Value input) {
        Shape shape = input.tensor().shape();
        int size = shape.axis(1) * shape.axis(2);
        Value table = evaluator.apply(new Slice(0, 0, shape.axis(1)), weights.get("weight"));
        Value row = evaluator.apply(new Reshape(Shape.of(size)), table);
        Value flat = evaluator.apply(new Reshape(Shape.of(shape.axis(0), size)), input);
        return evaluator.apply(new Reshape(shape), evaluator.apply(new AddRow(), flat, row));
    }

    @Override
    public KernelBlock kernel(KernelBlock input) {
        throw Sequences.noClosedForm("a positional embedding");
    }
}

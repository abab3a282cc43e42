package dev.orthant.layers;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Value;
import dev.orthant.autograd.op.GatherRows;
import dev.orthant.autograd.op.Reshape;
import dev.orthant.layers.infinite.KernelBlock;
import dev.orthant.layers.infinite.NoClosedForm;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.weights.Role;
import java.util.Arrays;
import java.util.List;

/// A row of a table for every index: `[…]` whole numbers to `[…, width]`, as for the characters of a text (PyTorch's
/// `nn.Embedding`, with its name `weight` and its prior).
///
///     y[…, :] = W[x[…], :]            W [count, width]
///     prior : Wᵢⱼ ~ N(0, variance)
///
/// Indices come as float32 numbers, exact up to 2²⁴. Nothing is differentiated with respect to them.
///
/// ```java
/// Map<String, Tensor> table = Map.of("weight", Tensor.of(Shape.of(3, 2), 0, 1, 10, 11, 20, 21));
/// Network characters = Network.ofState(new Embedding(3, 2), Shape.of(2), table);
/// characters.predict(Tensor.of(Shape.of(2), 2, 0));       // → tensor [2, 2] {20.0000, 21.0000, 0.00000, 1.00000}
/// characters.predict(Tensor.of(Shape.of(2), 2, 3));       // throws IllegalArgumentException
/// ```
///
/// @param count    rows of the table, at least 1
/// @param width    numbers for each index, at least 1
/// @param variance of an entry under the prior, more than 0
/// @since 0.1.0
public record Embedding(int count, int width, double variance) implements Layer {
    /// Checks the size of the table and the prior.
    ///
    /// @throws IllegalArgumentException if a number is out of range
    public Embedding {
        if (count < 1 || width < 1 || !(variance > 0)) {
            throw new IllegalArgumentException("embedding: count is " + count + ", width " + width + ", variance "
                    + variance + "; they must be at least 1, at least 1 and more than 0");
        }
    }

    /// With variance 1, as PyTorch begins.
    ///
    /// @param count rows of the table, at least 1
    /// @param width numbers for each index, at least 1
    public Embedding(int count, int width) {
        this(count, width, 1);
    }

    @Override
    public List<WeightSpec> weights(Shape input) {
        return List.of(new WeightSpec("weight", Role.MATRIX, Shape.of(count, width), 1, variance));
    }

    @Override
    public Shape output(Shape input) {
        return withWidth(input);
    }

    @Override
    public Value forward(Evaluator evaluator, NamedValues weights, Value input) {
        float[] numbers = input.tensor().toArray();
        int[] indices = new int[numbers.length];
        for (int i = 0; i < indices.length; i++) {
            indices[i] = (int) numbers[i];
            if (indices[i] != numbers[i] || indices[i] < 0 || indices[i] >= count) {
                throw new IllegalArgumentException("embedding: number " + i + " of the input is " + numbers[i]
                        + "; a whole number from 0 to " + (count - 1) + " is required");
            }
        }
        Value rows = evaluator.apply(new GatherRows(indices), weights.get("weight"));
        return evaluator.apply(new Reshape(withWidth(input.tensor().shape())), rows);
    }

    private Shape withWidth(Shape shape) {
        int[] axes = Arrays.copyOf(shape.toArray(), shape.rank() + 1);
        axes[shape.rank()] = width;
        return Shape.of(axes);
    }

    @Override
    public KernelBlock kernel(KernelBlock input) {
        throw new NoClosedForm(
                "kernel of an embedding: the covariance of two rows is 0 or the variance by whether their"
                        + " indices are equal, which the covariance of the inputs does not say; use one-hot inputs and a linear layer");
    }
}

package dev.orthant.layers;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Value;
import dev.orthant.autograd.op.AddRow;
import dev.orthant.autograd.op.Attention;
import dev.orthant.autograd.op.MatMulTransposedRight;
import dev.orthant.autograd.op.Reshape;
import dev.orthant.layers.infinite.KernelBlock;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.ShapeException;
import dev.orthant.tensor.weights.Role;
import java.util.List;

/// Self-attention with several heads (Vaswani, Shazeer, Parmar, Uszkoreit, Jones, Gomez, Kaiser and Polosukhin 2017),
/// `[time, width]` to the same; PyTorch's `nn.MultiheadAttention` with its names `in_proj_weight`, `in_proj_bias`,
/// `out_proj.weight`, `out_proj.bias`.
///
///     (Q | K | V) = X Wᵀ + b                      W [3 width, width]; each of Q, K, V split into heads of e = width/heads
///     Aₕ = softmax(Qₕ Kₕᵀ / √e + mask) Vₕ          for every head
///     Y  = (A₁ | A₂ | …) Oᵀ + c                   O [width, width]
///     prior : entries of W and O ~ N(0, 1/width); b and c begin with 0
///
/// ```java
/// Map<String, Tensor> state = Map.of(
///         "in_proj_weight", Tensor.of(Shape.of(3, 1), 0, 0, 1),                       // Q = K = 0: all places count alike
///         "in_proj_bias", Tensor.zeros(Shape.of(3)),
///         "out_proj.weight", Tensor.of(Shape.of(1, 1), 1),
///         "out_proj.bias", Tensor.zeros(Shape.of(1)));
/// Tensor sequence = Tensor.of(Shape.of(2, 1), 2, 4);
/// Layer attention = new MultiHeadAttention(1, AttentionMask.NONE);
/// Network.ofState(attention, Shape.of(2, 1), state).predict(sequence).toArray();      // → [3.0, 3.0]
/// Layer causal = new MultiHeadAttention(1, AttentionMask.CAUSAL);
/// Network.ofState(causal, Shape.of(2, 1), state).predict(sequence).toArray();         // → [2.0, 3.0]
/// ```
///
/// @param heads at least 1; must divide the width
/// @param mask  which places attend to which
/// @since 0.1.0
public record MultiHeadAttention(int heads, AttentionMask mask) implements Layer {
    /// Checks the number of heads. Whether it divides the width is seen when the input's shape is known.
    ///
    /// @throws IllegalArgumentException if there is no head
    public MultiHeadAttention {
        if (heads < 1) {
            throw new IllegalArgumentException("attention: there are " + heads + " heads; at least 1 is required");
        }
    }

    @Override
    public List<WeightSpec> weights(Shape input) {
        int width = output(input).axis(1);
        return List.of(
                new WeightSpec("in_proj_weight", Role.MATRIX, Shape.of(3 * width, width), width, 1.0 / width),
                WeightSpec.constant("in_proj_bias", Role.BIAS, Shape.of(3 * width), 0),
                new WeightSpec("out_proj.weight", Role.MATRIX, Shape.of(width, width), width, 1.0 / width),
                WeightSpec.constant("out_proj.bias", Role.BIAS, Shape.of(width), 0));
    }

    @Override
    public Shape output(Shape input) {
        if (input.rank() != 2 || input.axis(1) < 1 || input.axis(1) % heads != 0) {
            throw new ShapeException("attention: an example is " + input + "; [time, width] with a width that " + heads
                    + " heads divide is required");
        }
        return input;
    }

    @Override
    public Value forward(Evaluator evaluator, NamedValues weights, Value input) {
        Shape shape = input.tensor().shape();
        int batch = shape.axis(0);
        int time = shape.axis(1);
        int width = shape.axis(2);
        Value rows = evaluator.apply(new Reshape(Shape.of(batch * time, width)), input);
        Value projected = affine(evaluator, rows, weights.get("in_proj_weight"), weights.get("in_proj_bias"));
        Value sequences = evaluator.apply(new Reshape(Shape.of(batch, time, 3 * width)), projected);
        Value attended = evaluator.apply(new Attention(heads, mask == AttentionMask.CAUSAL), sequences);
        Value joined = evaluator.apply(new Reshape(Shape.of(batch * time, width)), attended);
        Value output = affine(evaluator, joined, weights.get("out_proj.weight"), weights.get("out_proj.bias"));
        return evaluator.apply(new Reshape(shape), output);
    }

    private static Value affine(Evaluator evaluator, Value rows, Value matrix, Value bias) {
        return evaluator.apply(new AddRow(), evaluator.apply(new MatMulTransposedRight(), rows, matrix), bias);
    }

    @Override
    public KernelBlock kernel(KernelBlock input) {
        throw Sequences.noClosedForm("attention");
    }
}

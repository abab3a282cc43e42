package dev.orthant.layers.nets;

import dev.orthant.autograd.Add;
import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Value;
import dev.orthant.layers.AffineLayerNorm;
import dev.orthant.layers.AttentionMask;
import dev.orthant.layers.Chain;
import dev.orthant.layers.Composite;
import dev.orthant.layers.Dropout;
import dev.orthant.layers.Layer;
import dev.orthant.layers.Linear;
import dev.orthant.layers.MultiHeadAttention;
import dev.orthant.layers.NamedValues;
import dev.orthant.layers.PerPosition;
import dev.orthant.layers.WeightSpec;
import dev.orthant.layers.activation.Gelu;
import dev.orthant.layers.infinite.KernelBlock;
import dev.orthant.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/// A block of a transformer, normalised before each branch: `[time, width]` to the same; PyTorch's
/// `nn.TransformerEncoderLayer` with `norm_first=True, activation="gelu"` and its names.
///
///     y = x + dropout(attention(norm1(x)))
///     z = y + dropout(linear2(dropout(gelu(linear1(norm2(y))))))
///
/// Sources: Vaswani and others 2017; normalisation first after Xiong and others 2020, "On layer normalization in the
/// transformer architecture".
///
/// ```java
/// Layer block = new TransformerBlock(2, 32, AttentionMask.CAUSAL, 1);
/// block.output(Shape.of(5, 8));                           // → [5, 8]
/// NetworkSummary.of(block, Shape.of(5, 8)).weights();     // → 872
/// ```
///
/// @param heads  of the attention, at least 1; must divide the width
/// @param hidden width between the linear layers, at least 1
/// @param mask   which places attend to which
/// @param keep   probability that dropout keeps a feature, in (0, 1]
/// @since 0.1.0
public record TransformerBlock(int heads, int hidden, AttentionMask mask, double keep) implements Composite {
    private Chain attention() {
        return Chain.of("norm1", new AffineLayerNorm())
                .then("self_attn", new MultiHeadAttention(heads, mask))
                .then("dropout1", new Dropout(keep));
    }

    private Chain perceptron(int width) {
        return Chain.of("norm2", new AffineLayerNorm())
                .then("linear1", linear(hidden, width))
                .then("gelu", new Gelu())
                .then("dropout", new Dropout(keep))
                .then("linear2", linear(width, hidden))
                .then("dropout2", new Dropout(keep));
    }

    /// With the variances of PyTorch's default as its prior.
    static Layer linear(int width, int fanIn) {
        return new PerPosition(new Linear(width, 1.0 / 3, 1.0 / (3 * fanIn)));
    }

    @Override
    public List<Part> parts(Shape input) {
        List<Part> parts = new ArrayList<>(attention().parts(input));
        parts.addAll(perceptron(input.axis(-1)).parts(input));
        return parts;
    }

    @Override
    public List<WeightSpec> weights(Shape input) {
        return parts(input).stream().flatMap(part -> part.weights().stream()).toList();
    }

    @Override
    public Shape output(Shape input) {
        return attention().output(input);
    }

    @Override
    public Value forward(Evaluator evaluator, NamedValues weights, Value input) {
        Value attended = evaluator.apply(new Add(), input, attention().forward(evaluator, weights, input));
        Chain perceptron = perceptron(input.tensor().shape().axis(-1));
        return evaluator.apply(new Add(), attended, perceptron.forward(evaluator, weights, attended));
    }

    @Override
    public KernelBlock kernel(KernelBlock input) {
        return attention().kernel(input); // throws: no kernel has a layer norm with gain
    }
}

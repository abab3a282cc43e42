package dev.orthant.layers.nets;

import dev.orthant.layers.AffineLayerNorm;
import dev.orthant.layers.AttentionMask;
import dev.orthant.layers.Chain;
import dev.orthant.layers.Embedding;
import dev.orthant.layers.Layer;
import dev.orthant.layers.PositionalEmbedding;
import dev.orthant.layers.Sequential;
import java.util.Collections;
import java.util.List;

/// Decoder-only transformers: each place of a text predicts what comes next (after Radford and others 2019, "Language models
/// are unsupervised multitask learners", at a small size).
///
/// ```java
/// Layer decoder = Transformer.decoder(65, 8, 16, 2, 1, 1);
/// decoder.output(Shape.of(8));                                                    // → [8, 65]
/// NetworkSummary.of(Transformer.tinyShakespeare(65), Shape.of(64)).weights();     // → 421697
/// decoder.output(Shape.of(9));                                                    // throws ShapeException
/// ```
///
/// @since 0.1.0
public final class Transformer {
    private Transformer() {}

    /// Takes `[time]` indices to `[time, vocabulary]` scores; train it with
    /// [CrossEntropy][dev.orthant.autograd.loss.CrossEntropy] on the indices one place later. Weights are named `token`,
    /// `position`, `blocks.0`, …, `norm`, `head`. Begin with
    /// [UniformFanIn][dev.orthant.layers.Initialiser.UniformFanIn] or the prior.
    ///
    /// @param vocabulary number of different indices, at least 1
    /// @param context    the longest text, at least 1
    /// @param width      features of a place
    /// @param heads      of the attention; must divide the width
    /// @param blocks     at least 1; the width between their linear layers is four times `width`
    /// @param keep       probability that dropout keeps a feature, in (0, 1]
    /// @return takes `[time]` indices, time ≤ context, to `[time, vocabulary]` scores
    /// @throws IllegalArgumentException if there is no block
    public static Layer decoder(int vocabulary, int context, int width, int heads, int blocks, double keep) {
        if (blocks < 1) {
            throw new IllegalArgumentException("transformer: there are " + blocks + " blocks; at least 1 is required");
        }
        List<Layer> stack =
                Collections.nCopies(blocks, new TransformerBlock(heads, 4 * width, AttentionMask.CAUSAL, keep));
        // Variances small beside what the blocks add (GPT-2 begins with a standard deviation of 0.02).
        return Chain.of("token", new Embedding(vocabulary, width, 4e-4))
                .then("position", new PositionalEmbedding(context, 4e-4))
                .then("blocks", new Sequential(stack))
                .then("norm", new AffineLayerNorm())
                .then("head", TransformerBlock.linear(vocabulary, width));
    }

    /// For the text "tiny Shakespeare": context 64, two blocks of width 128 with four heads, no dropout.
    ///
    /// @param vocabulary number of different characters
    /// @return takes `[time]` indices, time ≤ 64, to `[time, vocabulary]` scores
    public static Layer tinyShakespeare(int vocabulary) {
        return decoder(vocabulary, 64, 128, 4, 2, 1);
    }
}

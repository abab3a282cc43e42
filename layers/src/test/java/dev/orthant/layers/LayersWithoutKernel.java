package dev.orthant.layers;

import dev.orthant.layers.nets.BasicBlock;
import dev.orthant.layers.nets.TransformerBlock;
import java.util.List;

/// Layers whose `kernel` answers that no closed form is known.
final class LayersWithoutKernel {
    private LayersWithoutKernel() {}

    static List<Layer> all() {
        return List.of(
                new ConvTranspose2d(3, 2, 2, 0),
                new MaxPool2d(2),
                new StochasticActivationPruning(1),
                new BatchNorm(),
                new GroupNorm(2),
                new BasicBlock(2, 1),
                new Embedding(5, 3),
                new PositionalEmbedding(4),
                new PerPosition(Linear.of(3)),
                new AffineLayerNorm(),
                new MultiHeadAttention(1, AttentionMask.NONE),
                new CheckpointedLayer(new AffineLayerNorm()),
                new TransformerBlock(1, 4, AttentionMask.CAUSAL, 1));
    }
}

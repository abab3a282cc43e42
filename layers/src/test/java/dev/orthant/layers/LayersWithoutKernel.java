package dev.orthant.layers;

import dev.orthant.layers.nets.BasicBlock;
import java.util.List;

/// Layers whose `kernel` answers that no closed form is known.
final class LayersWithoutKernel {
    private LayersWithoutKernel() {}

    static List<Layer> all() {
        return List.of(
                new ConvTranspose2d(3, 2, 2, 0),
                new MaxPool2d(2),
                new BatchNorm(),
                new GroupNorm(2),
                new BasicBlock(2, 1));
    }
}

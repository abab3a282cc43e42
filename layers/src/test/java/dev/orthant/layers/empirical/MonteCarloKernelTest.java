package dev.orthant.layers.empirical;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orthant.layers.Conv2d;
import dev.orthant.layers.Flatten;
import dev.orthant.layers.Layer;
import dev.orthant.layers.Linear;
import dev.orthant.layers.MaxPool2d;
import dev.orthant.layers.Sequential;
import dev.orthant.layers.activation.Relu;
import dev.orthant.layers.infinite.KernelBlock;
import dev.orthant.tensor.Padding;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.random.Streams;
import org.junit.jupiter.api.Test;

class MonteCarloKernelTest {
    private static final long SEED = 7;
    private static final Tensor IMAGES = Streams.ofSeed(SEED).gaussian(Shape.of(4, 5, 4, 2));

    private static Layer network(int width) {
        return Sequential.of(
                Conv2d.of(width, 3, Padding.zero(1)).withVariances(2, 0.1),
                new Relu(),
                Conv2d.of(width, 3, Padding.zero(1)).withVariances(2, 0.1),
                new Relu(),
                new Flatten(),
                new Linear(8, 1, 0));
    }

    @Test
    void sampledConvolutionalNetworksAgreeWithTheirKernelWithinFourStandardErrors() {
        MonteCarloKernel sampled = MonteCarloKernel.sample(network(32), IMAGES, 300, Streams.ofSeed(SEED));
        // The mean over networks of second moments has no bias while the last hidden layer is averaged: none is
        // subtracted.
        double deviation = sampled.largestDeviation(
                network(1).kernel(KernelBlock.ofInputs(IMAGES)).nngp(), 0);
        assertTrue(deviation < 4.5, "seed " + SEED + ", " + deviation); // the largest of ten: 4 holds for each alone
        assertTrue(sampled.kernel().isSymmetric());
    }

    @Test
    void aNetworkWithoutClosedFormHasAKernelToo() {
        Layer pooled = Sequential.of(Conv2d.of(16, 3, Padding.zero(1)), new Relu(), new MaxPool2d(2), new Flatten());
        MonteCarloKernel few = MonteCarloKernel.sample(pooled, IMAGES, 10, Streams.ofSeed(1));
        MonteCarloKernel many = MonteCarloKernel.sample(pooled, IMAGES, 200, Streams.ofSeed(2));
        assertTrue(many.standardError().at(0, 0) < few.standardError().at(0, 0));
        assertTrue(few.largestDeviation(many.kernel(), 5 * many.standardError().at(0, 0)) < 5);
        assertThrows(
                IllegalArgumentException.class, () -> MonteCarloKernel.sample(pooled, IMAGES, 1, Streams.ofSeed(1)));
    }
}

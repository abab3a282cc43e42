package dev.orthant.layers.infinite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orthant.layers.BalancedLinear;
import dev.orthant.layers.Layer;
import dev.orthant.layers.Linear;
import dev.orthant.layers.Sequential;
import dev.orthant.layers.activation.Relu;
import dev.orthant.layers.activation.Sign;
import dev.orthant.layers.activation.Tanh;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.linear.Matrix;
import dev.orthant.tensor.parallel.Parallel;
import dev.orthant.tensor.random.Streams;
import org.junit.jupiter.api.Test;

class KernelTilesTest {
    private static final Layer NETWORK = Sequential.of(
            new Linear(1, 2, 0.1), new Relu(), new BalancedLinear(1, 1.5, 0.1), new Tanh(), new Linear(1, 1, 0.1));

    /// More than one tile in either direction, and a part of one.
    private static final Tensor EXAMPLES = Streams.ofSeed(3).gaussian(Shape.of(300, 12));

    private static void assertSame(Matrix expected, Matrix actual) {
        for (int i = 0; i < expected.rows(); i++) {
            for (int j = 0; j < expected.columns(); j++) {
                assertEquals(expected.at(i, j), actual.at(i, j), "(" + i + ", " + j + "), seed 3");
            }
        }
    }

    @Test
    void aTiledKernelOfTwoSetsIsTheKernelBitForBit() {
        Tensor columns = EXAMPLES.rows(0, 290);
        KernelBlock tiled = KernelTiles.of(NETWORK::kernel, EXAMPLES, columns);
        KernelBlock whole = NETWORK.kernel(KernelBlock.ofInputs(EXAMPLES, columns));
        assertSame(whole.nngp(), tiled.nngp());
        assertSame(whole.ntk(), tiled.ntk());
        assertSame(whole.rowMoments().variance(), tiled.rowMoments().variance());
        assertSame(whole.columnMoments().mean(), tiled.columnMoments().mean());
        assertEquals(whole.features(), tiled.features());
        assertSame(whole.nngp(), KernelTiles.nngp(NETWORK::kernel, EXAMPLES, columns));
    }

    @Test
    void aTiledKernelOfOneSetIsSymmetricAndOfTheSameBitsForAnyNumberOfThreads() throws Exception {
        KernelBlock tiled = KernelTiles.of(NETWORK::kernel, EXAMPLES);
        assertTrue(tiled.nngp().isSymmetric() && tiled.ntk().isSymmetric());
        KernelBlock whole = NETWORK.kernel(KernelBlock.ofInputs(EXAMPLES));
        for (int i = 0; i < 300; i++) {
            assertEquals(tiled.rowVariance().at(i, 0), tiled.nngp().at(i, i));
            for (int j = i; j < 300; j++) {
                assertEquals(whole.ntk().at(i, j), tiled.ntk().at(i, j));
            }
        }
        KernelBlock alone = Parallel.withThreads(1, () -> KernelTiles.of(NETWORK::kernel, EXAMPLES));
        assertSame(alone.ntk(), tiled.ntk());
    }

    @Test
    void aNetworkWithJumpsHasATiledNngpOnly() {
        Layer jumps = Sequential.of(Linear.of(1), new Sign(), Linear.of(1));
        assertFalse(KernelTiles.of(jumps::kernel, EXAMPLES).hasNtk());
    }
}

package dev.orthant.layers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orthant.layers.empirical.MonteCarloKernel;
import dev.orthant.layers.infinite.KernelBlock;
import dev.orthant.layers.infinite.NoClosedForm;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.random.Streams;
import org.junit.jupiter.api.Test;

/// Which sums of branches have a kernel: x + (x + W x) holds x twice, and its kernel is 4 K + …, not 2 K + ….
class SumsOfBranchesTest {
    private static final int WIDTH = 128;
    private static final Tensor INPUTS = Streams.ofSeed(6).gaussian(Shape.of(3, 10));
    private static final Layer FIRST = new Linear(WIDTH, 1, 0.1);
    private static final Layer BLOCK = new Residual(new Linear(WIDTH, 1, 0));

    private static KernelBlock kernel(Layer... layers) {
        return Sequential.of(layers).kernel(KernelBlock.ofInputs(INPUTS));
    }

    @Test
    void branchesThatBothHoldTheirInputAreRefused() {
        NoClosedForm reason = assertThrows(NoClosedForm.class, () -> kernel(FIRST, new Residual(BLOCK)));
        assertTrue(reason.toString().contains("at the end of the others"), reason::toString);
        assertThrows(NoClosedForm.class, () -> kernel(FIRST, ParallelSum.of(BLOCK, BLOCK)));
        assertThrows(
                NoClosedForm.class,
                () -> kernel(FIRST, new Residual(Sequential.of(new Linear(WIDTH, 1, 0), new Residual(new Scale(2))))));
    }

    /// After a random layer the inner sum is independent of x; blocks in a row, and one branch that holds x beside others.
    @Test
    void branchesThatDoNotAreSampledWithinFourStandardErrors() {
        Layer[] networks = {
            Sequential.of(FIRST, new Residual(Sequential.of(BLOCK, new Linear(WIDTH, 0.5, 0)))),
            Sequential.of(FIRST, BLOCK, BLOCK),
            Sequential.of(FIRST, ParallelSum.of(new Linear(WIDTH, 2, 0), BLOCK))
        };
        for (Layer network : networks) {
            MonteCarloKernel sampled = MonteCarloKernel.sample(network, INPUTS, 100, Streams.ofSeed(6));
            double deviation = sampled.largestDeviation(kernel(network).nngp(), 0);
            assertTrue(deviation < 4, network + ": " + deviation + " standard errors, seed 6");
        }
        assertEquals(1, kernel(FIRST, BLOCK).features().randomLayers());
    }
}

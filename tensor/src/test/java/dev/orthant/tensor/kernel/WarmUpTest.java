package dev.orthant.tensor.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orthant.tensor.MatrixView;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

@EnabledIf("dev.orthant.tensor.kernel.Providers#vectorsPresent")
class WarmUpTest {
    /// When the switch to vector kernels happens must not show in any result.
    @Test
    void plainProductsHaveTheBitsOfTheVectorKernels() {
        int[][] shapes = {
            {1, 1, 1},
            {1, 30, 401},
            {70, 1, 33},
            {1, 256, 784},
            {5, 40, 33},
            {6, 700, 401},
            {7, 100, 50},
            {24, 45, 31},
            {25, 33, 400},
            {50, 70, 784},
            {13, 4, 1200},
            {130, 12, 5},
            {12, 2065, 21}
        };
        for (int[] shape : shapes) {
            for (boolean leftDepthFirst : new boolean[] {false, true}) {
                for (boolean rightDepthFirst : new boolean[] {false, true}) {
                    Operand left = operand(1, shape[0], shape[2], leftDepthFirst);
                    Operand right = operand(2, shape[1], shape[2], rightDepthFirst);
                    float[] plain = product(left, right, false);
                    float[] vector = product(left, right, true);
                    assertArrayEquals(
                            vector,
                            plain,
                            "m, n, k = " + shape[0] + ", " + shape[1] + ", " + shape[2] + ", depth first: "
                                    + leftDepthFirst + ", " + rightDepthFirst);
                }
            }
        }
    }

    @Test
    void rehearsalRunsInTheBackgroundUntilTheKernelIsFast() throws InterruptedException {
        AtomicInteger calls = new AtomicInteger();
        WarmUp warmUp = new WarmUp(
                () -> {
                    calls.incrementAndGet();
                },
                1_000_000_000,
                true);
        assertFalse(warmUp.isOver());
        while (!warmUp.isOver()) {
            Thread.onSpinWait();
        }
        assertTrue(calls.get() >= 100, calls + " calls of a kernel that is fast from the first");
    }

    @Test
    void withoutWarmUpTheKernelIsTakenAtOnceAndNothingIsRehearsed() {
        AtomicInteger calls = new AtomicInteger();
        WarmUp none = new WarmUp(calls::incrementAndGet, 1_000_000_000, false);
        assertTrue(none.isOver());
        assertEquals(0, calls.get());
    }

    private static Operand operand(int seed, int lines, int depth, boolean depthFirst) {
        float[] numbers = Providers.numbers(seed, lines * depth);
        return depthFirst
                ? new Operand(new MatrixView(numbers, 0, depth, lines, lines), true)
                : new Operand(new MatrixView(numbers, 0, lines, depth, depth), false);
    }

    private static float[] product(Operand left, Operand right, boolean warm) {
        float[] c = new float[left.lines() * right.lines()];
        MatrixView view = new MatrixView(c, 0, left.lines(), right.lines(), right.lines());
        VectorMatrixProduct.compute(left, right, view, warm);
        return c;
    }
}

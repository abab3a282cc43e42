package dev.orthant.tensor.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orthant.tensor.Shape;
import dev.orthant.tensor.parallel.Parallel;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StreamsTest {
    private final Streams root = Streams.ofSeed(3);

    @Test
    void aStreamIsAFunctionOfItsPlaceInTheTree() {
        assertEquals(
                root.named("a").indexed(1).key(),
                Streams.ofSeed(3).named("a").indexed(1).key());
        assertNotEquals(root.named("a").key(), root.named("b").key());
        assertNotEquals(root.indexed(0).key(), root.indexed(1).key());
        assertNotEquals(root.key(), Streams.ofSeed(4).key());
        assertEquals(root.generator().nextLong(), root.generator().nextLong());
    }

    @Test
    void anyNumberOfThreadsGivesTheSameNumbers() throws Exception {
        Shape shape = Shape.of(200_001); // several pieces and a rest
        float[] one = Parallel.withThreads(1, () -> root.gaussian(shape).toArray());
        assertArrayEquals(
                one, Parallel.withThreads(7, () -> root.gaussian(shape).toArray()));
    }

    @Test
    void aPermutationHoldsEachNumberOnce() {
        int[] sorted = root.permutation(1000);
        Arrays.sort(sorted);
        assertArrayEquals(IntStream.range(0, 1000).toArray(), sorted);
        assertEquals(0, root.permutation(0).length);
    }

    /// 24,000 draws of 24 equally likely orders: χ² with 23 degrees of freedom exceeds 49.7 with probability 0.001.
    @Test
    void allOrdersOfFourAreEquallyLikely() {
        int[] counts = new int[256];
        for (int draw = 0; draw < 24_000; draw++) {
            int[] order = root.indexed(draw).permutation(4);
            counts[order[0] * 64 + order[1] * 16 + order[2] * 4 + order[3]]++;
        }
        double statistic = Arrays.stream(counts)
                .filter(count -> count > 0)
                .mapToDouble(count -> (count - 1000.0) * (count - 1000.0) / 1000)
                .sum();
        assertEquals(24, Arrays.stream(counts).filter(count -> count > 0).count());
        assertTrue(statistic < 49.7, "χ² = " + statistic + ", seed 3");
    }
}

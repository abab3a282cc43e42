package dev.orthant.tensor.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.parallel.Parallel;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
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
        List<Callable<Tensor>> laws = List.of(
                () -> root.uniform(shape),
                () -> root.gaussian(shape),
                () -> root.bernoulli(shape, 0.3),
                () -> root.truncatedNormal(shape, -0.5, 2));
        for (Callable<Tensor> law : laws) {
            float[] one = Parallel.withThreads(1, law).toArray();
            for (int threads : new int[] {2, 3, 8}) {
                assertArrayEquals(one, Parallel.withThreads(threads, law).toArray());
            }
        }
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

    /// Mean p and its standard error √(p (1 − p) / n).
    @Test
    void bernoulliNumbersHaveTheirProbability() {
        int count = 200_001;
        for (double probability : new double[] {0, 0.3, 1}) {
            float[] numbers = root.bernoulli(Shape.of(count), probability).toArray();
            double sum = 0;
            for (float number : numbers) {
                assertTrue(number == 0 || number == 1, "number " + number);
                sum += number;
            }
            double error = Math.sqrt(probability * (1 - probability) / count);
            assertEquals(probability, sum / count, 4 * error, "seed 3");
        }
        assertThrows(IllegalArgumentException.class, () -> root.bernoulli(Shape.of(1), 1.5));
        assertThrows(IllegalArgumentException.class, () -> root.bernoulli(Shape.of(1), Double.NaN));
    }

    /// The mean of the law is (φ(a) − φ(b)) / (Φ(b) − Φ(a)); its variance is at most 1. In the tail beyond 8 it is the
    /// inverse of Mills' ratio, 8 + 1/8 − 2/8³ + 10/8⁵ within 74/8⁷ (asymptotic series), and the standard deviation below 1/8.
    @Test
    void truncatedNormalNumbersLieBetweenTheirBoundsAndHaveTheRightMean() {
        int count = 100_003;
        double farMean = 8 + 1.0 / 8 - 2 / Math.pow(8, 3) + 10 / Math.pow(8, 5);
        // Bounds, mean, largest standard deviation.
        double[][] cases = {
            {-1, 1, 0, 0.54},
            {-2, 2, 0, 0.88},
            {0, Double.POSITIVE_INFINITY, Math.sqrt(2 / Math.PI), 0.61},
            {Double.NEGATIVE_INFINITY, 0, -Math.sqrt(2 / Math.PI), 0.61},
            {Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, 0, 1},
            {8, Double.POSITIVE_INFINITY, farMean, 0.125},
            {-1000, -8, -farMean, 0.125},
        };
        for (double[] each : cases) {
            float[] numbers =
                    root.truncatedNormal(Shape.of(count), each[0], each[1]).toArray();
            double sum = 0;
            for (float number : numbers) {
                assertTrue(
                        number >= (float) each[0] && number <= (float) each[1],
                        number + " in " + Arrays.toString(each));
                sum += number;
            }
            double error = 4 * each[3] / Math.sqrt(count) + 74 / Math.pow(8, 7);
            assertEquals(each[2], sum / count, error, Arrays.toString(each) + ", seed 3");
        }
        assertThrows(IllegalArgumentException.class, () -> root.truncatedNormal(Shape.of(1), 1, 1));
        assertThrows(IllegalArgumentException.class, () -> root.truncatedNormal(Shape.of(1), 40, 50));
        assertThrows(IllegalArgumentException.class, () -> root.truncatedNormal(Shape.of(1), Double.NaN, 1));
    }
}

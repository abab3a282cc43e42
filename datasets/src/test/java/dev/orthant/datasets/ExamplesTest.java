package dev.orthant.datasets;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.orthant.tensor.Shape;
import dev.orthant.tensor.ShapeException;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.random.Streams;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class ExamplesTest {
    private static final Examples TOY =
            Examples.of("toy", Tensor.of(Shape.of(4, 2), 0, 1, 2, 3, 4, 5, 6, 7), new int[] {2, 0, 2, 1}, 4);

    @Test
    void takenExamplesKeepTheOrderAskedFor() {
        Examples taken = TOY.take(new int[] {3, 0, 3});
        assertArrayEquals(new float[] {6, 7, 0, 1, 6, 7}, taken.inputs().toArray());
        assertArrayEquals(new int[] {1, 2, 1}, taken.labels());
        assertThrows(IndexOutOfBoundsException.class, () -> TOY.take(new int[] {4}));
        assertThrows(IndexOutOfBoundsException.class, () -> TOY.labelsOf(new int[] {-1}));
    }

    @Test
    void gatherFillsABatchOfTheRightShapeOnly() {
        Tensor batch = Tensor.filled(Shape.of(2, 2), 9);
        TOY.gather(new int[] {2, 1}, batch);
        assertArrayEquals(new float[] {4, 5, 2, 3}, batch.toArray());
        assertThrows(ShapeException.class, () -> TOY.gather(new int[] {2}, batch));
    }

    @Test
    void labelsAreCopiedInAndOut() {
        int[] labels = {0, 1};
        Examples examples = Examples.of("two", Tensor.zeros(Shape.of(2, 1)), labels, 2);
        labels[0] = 1;
        examples.labels()[1] = 0;
        assertArrayEquals(new int[] {0, 1}, examples.labels());
    }

    @Test
    void wrongExamplesCannotExist() {
        Tensor inputs = Tensor.zeros(Shape.of(2, 1));
        assertThrows(ShapeException.class, () -> Examples.of("short", inputs, new int[] {0}, 2));
        assertThrows(ShapeException.class, () -> Examples.of("flat", Tensor.zeros(Shape.of(2)), new int[2], 2));
        assertThrows(IllegalArgumentException.class, () -> Examples.of("label", inputs, new int[] {0, 2}, 2));
        assertThrows(IllegalArgumentException.class, () -> Examples.of("label", inputs, new int[] {0, -1}, 2));
        Tensor bad = Tensor.of(Shape.of(2, 1), 0, Float.NaN);
        assertThrows(IllegalArgumentException.class, () -> Examples.of("nan", bad, new int[2], 2));
    }

    @Test
    void everyClassKnowsItsExamples() {
        assertEquals(4, TOY.classIndices().size());
        assertArrayEquals(new int[] {0, 2}, TOY.classIndices().get(2));
        assertArrayEquals(new int[0], TOY.classIndices().get(3));
        assertArrayEquals(new int[] {2, 2, 1}, TOY.withLabels(1, 2).labels());
        assertThrows(IllegalArgumentException.class, () -> TOY.withLabels(4));
    }

    @Test
    void samplesOfOneStreamAreNested() {
        Streams stream = Streams.ofSeed(3).named("data");
        float[] three = TOY.sample(3, stream).inputs().toArray();
        assertArrayEquals(
                Arrays.copyOf(three, 4), TOY.sample(2, stream).inputs().toArray());
        assertThrows(IllegalArgumentException.class, () -> TOY.sample(5, stream));
    }

    @Test
    void aCutLosesNothing() {
        Split split = TOY.cut(1);
        assertArrayEquals(new int[] {2}, split.train().labels());
        assertArrayEquals(new int[] {0, 2, 1}, split.test().labels());
        assertEquals(2f, split.test().inputs().at(0, 0));
        assertThrows(IllegalArgumentException.class, () -> TOY.cut(5));
        Examples other = TOY.reshaped(Shape.of(1, 2, 1));
        assertEquals(Shape.of(4, 1, 2, 1), other.inputs().shape());
        assertThrows(IllegalArgumentException.class, () -> new Split(TOY, other));
    }

    @Test
    void everyEpochVisitsEveryExampleOnceInAnOrderOfItsOwn() {
        Batches batches = new Batches(10, 4, Streams.ofSeed(0).named("batches"));
        assertEquals(3, batches.perEpoch());
        int[] seen = new int[0];
        int[] sizes = new int[3];
        int count = 0;
        for (int[] batch : batches.epoch(7)) {
            sizes[count++] = batch.length;
            int from = seen.length;
            seen = Arrays.copyOf(seen, from + batch.length);
            System.arraycopy(batch, 0, seen, from, batch.length);
        }
        assertArrayEquals(new int[] {4, 4, 2}, sizes);
        assertArrayEquals(batches.order(7), seen);
        Arrays.sort(seen);
        assertArrayEquals(new int[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9}, seen);
        assertEquals(false, Arrays.equals(batches.order(7), batches.order(8)));
    }

    @Test
    void batchesRefuseWhatTheyCannotDo() {
        Streams stream = Streams.ofSeed(0);
        assertEquals(0, new Batches(0, 4, stream).perEpoch());
        assertEquals(false, new Batches(0, 4, stream).epoch(0).iterator().hasNext());
        assertThrows(IllegalArgumentException.class, () -> new Batches(1, 0, stream));
        assertThrows(IllegalArgumentException.class, () -> new Batches(-1, 1, stream));
        assertThrows(IllegalArgumentException.class, () -> new Batches(1, 1, stream).order(-1));
    }
}

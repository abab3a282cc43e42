package dev.orthant.autograd.op;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.orthant.autograd.Gradients;
import dev.orthant.autograd.Tape;
import dev.orthant.autograd.Value;
import dev.orthant.tensor.Padding;
import dev.orthant.tensor.PoolingShape;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.ShapeException;
import dev.orthant.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class ImageOperationsTest {
    private static Tensor zeros(int... axes) {
        return Tensor.zeros(Shape.of(axes));
    }

    @Test
    void anEmptyBatchHasZeroGradients() {
        Tape tape = new Tape();
        Value images = tape.variable(zeros(0, 6, 6, 2));
        Value weights = tape.variable(zeros(3, 2, 3, 3));
        Value pooled = tape.apply(new MaxPool2d(2, 2, 0), tape.apply(new Conv2d(Padding.valid()), images, weights));
        assertEquals(Shape.of(0, 2, 2, 3), pooled.tensor().shape());
        Gradients gradients = tape.backward(tape.apply(new Sum(), pooled));
        assertEquals(Shape.of(0, 6, 6, 2), gradients.of(images).shape());
        assertArrayEquals(new float[54], gradients.of(weights).toArray());
    }

    @Test
    void ofEqualNumbersInAWindowTheFirstHasTheGradient() {
        Tape tape = new Tape();
        Value images = tape.variable(Tensor.of(Shape.of(1, 2, 2, 1), 3, 5, 5, 5));
        Value largest = tape.apply(new MaxPool2d(2, 2, 0), images);
        assertEquals(5, largest.tensor().item());
        Tensor gradient = tape.backward(tape.apply(new Sum(), largest)).of(images);
        assertArrayEquals(new float[] {0, 1, 0, 0}, gradient.toArray());
    }

    @Test
    void errorsSayWhatCameAndWhatIsRequired() {
        ShapeException weights = assertThrows(
                ShapeException.class, () -> new Conv2d(Padding.valid()).forward(zeros(1, 5, 5, 3), zeros(2, 4, 3, 3)));
        assertEquals(
                "convolution: weights [2, 4, 3, 3] came for images [1, 5, 5, 3] in 1 groups;"
                        + " weights [2, 3, 3, 3] are required",
                weights.getMessage());
        ShapeException size = assertThrows(
                ShapeException.class,
                () -> new ConvTranspose2d(2, 1, 1, Padding.valid(), 9, 9)
                        .forward(zeros(1, 3, 3, 2), zeros(2, 1, 3, 3)));
        assertEquals(
                "transposed convolution: images [1, 3, 3, 2] came for weights [2, 1, 3, 3];"
                        + " the convolution of [1, 9, 9, 1] gives [1, 4, 4, 2], which is required",
                size.getMessage());
        assertThrows(
                ShapeException.class,
                () -> new Conv2dWeightGradient(1, 1, 1, Padding.valid(), 3, 3)
                        .forward(zeros(1, 5, 5, 2), zeros(1, 5, 5, 2)));
        assertThrows(ShapeException.class, () -> new AvgPool2d(2, 2, 0).forward(zeros(4, 4)));
        assertThrows(ShapeException.class, () -> new AvgPool2dGradient(2, 2, 0, 4, 4).forward(zeros(1, 3, 2, 1)));
        PoolingShape pooling = PoolingShape.of(Shape.of(1, 4, 4, 1), 2);
        assertThrows(ShapeException.class, () -> new ScatterPixels(pooling, new int[3]));
        assertThrows(ShapeException.class, () -> new GatherPixels(pooling, new int[4]).forward(zeros(1, 2, 2, 1)));
    }

    @Test
    void errorsOfRowsAndColumns() {
        ShapeException row =
                assertThrows(ShapeException.class, () -> new MultiplyRow().forward(zeros(2, 3, 4), zeros(3)));
        assertEquals("multiply row: the rows are [2, 3, 4] and the row is [3]; the row must be [4]", row.getMessage());
        assertThrows(ShapeException.class, () -> new ColumnDots().forward(zeros(4), zeros(4)));
        assertThrows(ShapeException.class, () -> new NormaliseColumns(0.1f).forward(zeros(2, 3)));
        assertThrows(
                ShapeException.class,
                () -> new NormaliseColumnsGradient().forward(List.of(zeros(1, 4, 2), zeros(1, 4, 2), zeros(2, 2))));
    }
}

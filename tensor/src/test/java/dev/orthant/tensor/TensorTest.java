package dev.orthant.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class TensorTest {
    private final Tensor images = Tensor.of(Shape.of(2, 3), 1, 2, 3, 4, 5, 6);

    @Test
    void elementsLieInRowMajorOrder() {
        assertEquals(6, images.at(1, 2));
        assertEquals(4, images.rows(1, 2).at(0, 0));
        assertArrayEquals(new float[] {4, 5, 6}, images.rows(1, 2).toArray());
    }

    @Test
    void viewsShareTheArrayAndCopiesDoNot() {
        assertSame(images.span().array(), images.rows(0, 1).span().array());
        assertSame(images.span().array(), images.reshape(Shape.of(6)).span().array());
        assertNotSame(images.span().array(), images.copy().span().array());
        assertEquals(3, images.rows(1, 2).matrix().from());
        assertEquals(3, images.matrix().stride());
    }

    @Test
    void ofCopiesAndWrapDoesNot() {
        float[] array = {1, 2};
        Tensor copied = Tensor.of(Shape.of(2), array);
        Tensor wrapped = Tensor.wrap(Shape.of(2), array);
        array[0] = 7;
        assertEquals(1, copied.at(0));
        assertEquals(7, wrapped.at(0));
    }

    @Test
    void scalarsAndEmptyTensorsHaveTheirShapes() {
        assertEquals(5, Tensor.scalar(5).item());
        assertEquals(1, Shape.of().size());
        assertEquals(0, Shape.of(0, 4).size());
        assertEquals(0, Tensor.zeros(Shape.of(0, 4)).rows(0, 0).size());
        assertEquals(4, Shape.of(3, 4).axis(-1));
        assertEquals(Shape.of(3, 4), Shape.of(3, 4));
    }

    @Test
    void finiteMeansNeitherNanNorInfinite() {
        assertTrue(images.isFinite());
        assertFalse(Tensor.scalar(Float.NaN).isFinite());
        assertFalse(Tensor.scalar(Float.NEGATIVE_INFINITY).isFinite());
    }

    @Test
    void errorsNameTheOperationAndTheShapes() {
        refused("tensor: 1 numbers came for the shape [2]; 2 are required", () -> Tensor.of(Shape.of(2), 1));
        refused("reshape: 6 numbers came for the shape [4]; 4 are required", () -> images.reshape(Shape.of(4)));
        refused("at: 1 indices came for a tensor of shape [2, 3]; one per axis is required", () -> images.at(1));
        refused("at: index [2, 0] lies outside [2, 3]", () -> images.at(2, 0));
        refused("item: the tensor has shape [2, 3]; exactly one element is required", images::item);
        refused(
                "rows: rows 1 to 3 of a tensor of shape [2, 3] were asked for; they must lie inside its first axis",
                () -> images.rows(1, 3));
        refused(
                "shape: axis 2 of [2, 3] was asked for; it has 2 axes",
                () -> Shape.of(2, 3).axis(2));
        refused("shape: [2, -1] has the negative length -1; every axis must be at least 0", () -> Shape.of(2, -1));
        refused(
                "shape: [65536, 65536] has more than 2147483639 elements, the most a Java array holds; split the work"
                        + " into smaller tensors",
                () -> Shape.of(65_536, 65_536));
    }

    private static void refused(String message, Executable call) {
        assertEquals(message, assertThrows(ShapeException.class, call).getMessage());
    }
}

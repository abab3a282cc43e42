package dev.orthant.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ConvolutionShapeTest {
    private static final Shape IMAGES = Shape.of(2, 28, 20, 6);

    @Test
    void theOutputIsAsLargeAsTheFormulaSays() {
        assertEquals(
                Shape.of(2, 26, 18, 4),
                shape(Shape.of(4, 6, 3, 3), 1, 1, 1, Padding.valid()).output());
        assertEquals(
                Shape.of(2, 28, 20, 4),
                shape(Shape.of(4, 6, 3, 3), 1, 1, 1, Padding.zero(1)).output());
        assertEquals(
                Shape.of(2, 14, 10, 4),
                shape(Shape.of(4, 6, 3, 3), 2, 1, 1, Padding.zero(1)).output());
        assertEquals(
                Shape.of(2, 28, 20, 4),
                shape(Shape.of(4, 6, 3, 3), 1, 2, 1, Padding.circular(2)).output());
        assertEquals(
                Shape.of(2, 9, 6, 6),
                shape(Shape.of(6, 1, 2, 3), 3, 1, 6, Padding.valid()).output());
    }

    @Test
    void whatDoesNotFitIsSaidWithTheNumbers() {
        assertSays("weights [4, 6, 3, 3] are required", Shape.of(4, 5, 3, 3), 1, 1, 1, Padding.valid());
        assertSays("window of 29 rows", Shape.of(4, 6, 29, 3), 1, 1, 1, Padding.valid());
        assertSays("window of 21 columns", Shape.of(4, 6, 3, 11), 1, 2, 1, Padding.valid());
        assertSays("multiples of the number of groups", Shape.of(4, 2, 3, 3), 1, 1, 3, Padding.valid());
        assertSays("0 came for stride", Shape.of(4, 6, 3, 3), 0, 1, 1, Padding.valid());
        assertSays("0 came for dilation", Shape.of(4, 6, 3, 3), 1, 0, 1, Padding.valid());
        assertSays("repeated at most once", Shape.of(4, 6, 3, 3), 1, 1, 1, new Padding.Circular(0, 21));
        assertSays("[out, in / groups, height, width]", Shape.of(4, 6, 3), 1, 1, 1, Padding.valid());
    }

    @Test
    void paddingIsNeverNegative() {
        assertThrows(ShapeException.class, () -> Padding.zero(-1));
        assertThrows(ShapeException.class, () -> new Padding.Circular(1, -2));
    }

    @Test
    void windowsOfPoolingAreCounted() {
        assertEquals(Shape.of(2, 14, 10, 6), PoolingShape.of(IMAGES, 2).output());
        assertEquals(Shape.of(2, 14, 10, 6), PoolingShape.of(IMAGES, 3, 2, 1).output());
        assertEquals(Shape.of(2, 1, 1, 6), PoolingShape.global(IMAGES).output());
        assertThrows(ShapeException.class, () -> PoolingShape.of(IMAGES, 2, 2, 2));
        assertThrows(ShapeException.class, () -> PoolingShape.of(IMAGES, 21));
        assertThrows(ShapeException.class, () -> PoolingShape.of(Shape.of(2, 3), 2));
    }

    private static ConvolutionShape shape(Shape weights, int stride, int dilation, int groups, Padding padding) {
        return ConvolutionShape.of(IMAGES, weights, stride, dilation, groups, padding);
    }

    private static void assertSays(
            String expected, Shape weights, int stride, int dilation, int groups, Padding padding) {
        String message = String.valueOf(
                assertThrows(ShapeException.class, () -> shape(weights, stride, dilation, groups, padding))
                        .getMessage());
        assertTrue(message.startsWith("convolution: ") && message.contains(expected), message);
    }
}

package dev.orthant.tensor.weights;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.orthant.tensor.Shape;
import dev.orthant.tensor.ShapeException;
import dev.orthant.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class WeightsTest {
    private static Weights weights(float first, float second) {
        return Weights.of(List.of(
                new Weight("0.weight", Role.MATRIX, Tensor.of(Shape.of(1, 2), first, 2)),
                new Weight("0.bias", Role.BIAS, Tensor.of(Shape.of(1), second))));
    }

    @Test
    void weightsFormAVectorSpace() {
        Weights one = weights(1, 3);
        Weights two = weights(5, 7);
        assertArrayEquals(new float[] {6, 4}, one.plus(two).get("0.weight").toArray());
        assertArrayEquals(new float[] {-4}, one.minus(two).get("0.bias").toArray());
        assertArrayEquals(new float[] {-2, -4}, one.times(-2).get("0.weight").toArray());
        assertEquals(1, one.get("0.weight").at(0, 0), "the operands stay as they were");
        assertEquals(Math.sqrt(14), one.norm(), 1e-15); // one rounding of a number below 4
        assertEquals(3, one.size());
        assertEquals(2, one.count());
    }

    @Test
    void errorsNameTheWeights() {
        Weights one = weights(1, 3);
        assertEquals(
                "weights: there is no 1.bias; there are [0.weight, 0.bias]",
                assertThrows(IllegalArgumentException.class, () -> one.get("1.bias"))
                        .getMessage());
        Weight bias = new Weight("0.bias", Role.BIAS, Tensor.scalar(1));
        assertEquals(
                "weights: the name 0.bias came twice",
                assertThrows(IllegalArgumentException.class, () -> Weights.of(List.of(bias, bias)))
                        .getMessage());
        assertEquals(
                "weights sum: weights [0.weight, 0.bias] met [0.bias]; the names must be the same",
                assertThrows(ShapeException.class, () -> one.plus(Weights.of(List.of(bias))))
                        .getMessage());
    }
}

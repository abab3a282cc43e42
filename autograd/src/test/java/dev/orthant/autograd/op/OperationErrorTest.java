package dev.orthant.autograd.op;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.orthant.autograd.Tape;
import dev.orthant.autograd.Value;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.ShapeException;
import dev.orthant.tensor.Tensor;
import org.junit.jupiter.api.Test;

class OperationErrorTest {
    private static Tensor zeros(int... axes) {
        return Tensor.zeros(Shape.of(axes));
    }

    @Test
    void aProductSaysWhichAxesMustAgree() {
        ShapeException error =
                assertThrows(ShapeException.class, () -> new MatMul().forward(zeros(64, 784), zeros(100, 10)));
        assertEquals(
                "matmul: left is [64, 784] and right is [100, 10];"
                        + " axis 1 of the left (784) must equal axis 0 of the right (100)",
                error.getMessage());
    }

    @Test
    void elementwiseOperationsNeedOneShape() {
        assertThrows(ShapeException.class, () -> new Multiply().forward(zeros(2, 3), zeros(3, 2)));
        assertThrows(ShapeException.class, () -> new AddRow().forward(zeros(2, 3), zeros(2)));
        assertThrows(ShapeException.class, () -> new SumRows().forward(zeros(6)));
        assertThrows(ShapeException.class, () -> new Spread(Shape.of(3)).forward(zeros(2)));
    }

    @Test
    void theNormOfAZeroResidualHasZeroGradient() {
        Tape tape = new Tape();
        Value residual = tape.variable(zeros(3));
        Tensor gradient = tape.backward(tape.apply(new Norm(), residual)).of(residual);
        assertArrayEquals(new float[3], gradient.toArray());
    }

    @Test
    void aRectifierAtZeroHasZeroGradient() {
        Tape tape = new Tape();
        Value input = tape.variable(Tensor.of(Shape.of(3), -1, 0, 1));
        Value sum = tape.apply(new Sum(), tape.apply(new ScaledRelu(2), input));
        assertArrayEquals(new float[] {0, 0, 2}, tape.backward(sum).of(input).toArray());
    }
}

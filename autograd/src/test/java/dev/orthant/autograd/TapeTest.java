package dev.orthant.autograd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orthant.autograd.check.GradientCheck;
import dev.orthant.autograd.op.MatMul;
import dev.orthant.autograd.op.Multiply;
import dev.orthant.autograd.op.Norm;
import dev.orthant.autograd.op.Scale;
import dev.orthant.autograd.op.Subtract;
import dev.orthant.autograd.op.Sum;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.ShapeException;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.random.Streams;
import java.util.List;
import org.junit.jupiter.api.Test;

class TapeTest {
    @Test
    void aValueUsedTwiceCollectsBothDerivatives() {
        Tape tape = new Tape();
        Value x = tape.variable(Tensor.of(Shape.of(2), 3, 4));
        Value y = tape.apply(new Add(), tape.apply(new Multiply(), x, x), x); // x² + x
        assertArrayEquals(
                new float[] {7, 9},
                tape.backward(tape.apply(new Sum(), y)).of(x).toArray());
    }

    @Test
    void theDerivativesOfTwoVariablesNeverShareAnArray() {
        for (int size : new int[] {2, 300}) { // short arrays are not borrowed
            Tape tape = new Tape();
            Value a = tape.variable(Tensor.filled(Shape.of(size), 1));
            Value b = tape.variable(Tensor.filled(Shape.of(size), 2));
            Value sum = tape.apply(new Sum(), tape.apply(new Add(), a, b));
            Gradients gradients = tape.backward(sum);
            assertFalse(gradients.of(a).sharesArrayWith(gradients.of(b)));
            assertArrayEquals(
                    Tensor.filled(Shape.of(size), 1).toArray(), gradients.of(a).toArray());
            assertArrayEquals(
                    Tensor.filled(Shape.of(size), 1).toArray(), gradients.of(b).toArray());
        }
    }

    @Test
    void aVariableThatIsNotUsedHasZeroDerivative() {
        Tape tape = new Tape();
        Value used = tape.variable(Tensor.scalar(2));
        Value unused = tape.variable(Tensor.zeros(Shape.of(2, 2)));
        assertArrayEquals(
                new float[4],
                tape.backward(tape.apply(new Scale(3), used)).of(unused).toArray());
    }

    @Test
    void aTapeCanBeReadBackTwice() {
        Tape tape = new Tape();
        Value x = tape.variable(Tensor.of(Shape.of(2), 3, 4));
        Value norm = tape.apply(new Norm(), x);
        float[] first = tape.backward(norm).of(x).toArray();
        assertArrayEquals(first, tape.backward(norm).of(x).toArray());
    }

    @Test
    void theSecondDerivativeOfACubeIsSixX() {
        Tape tape = new Tape();
        Value x = tape.variable(Tensor.of(Shape.of(3), 1, -2, 0.5f));
        Value cube = tape.apply(new Multiply(), tape.apply(new Multiply(), x, x), x);
        Value gradient = tape.backwardRecorded(tape.apply(new Sum(), cube)).value(x); // 3x²
        Value sum = tape.apply(new Sum(), gradient);
        assertArrayEquals(new float[] {6, -12, 3}, tape.backward(sum).of(x).toArray()); // small integers: no rounding
    }

    @Test
    void aHessianVectorProductIsTheDerivativeOfTheProjectedGradient() {
        long seed = 7;
        Streams streams = Streams.ofSeed(seed);
        Tensor design = streams.named("design").gaussian(Shape.of(6, 3));
        Tensor targets = streams.named("targets").gaussian(Shape.of(6, 1));
        Tensor direction = streams.named("direction").gaussian(Shape.of(3, 1));
        Tensor point = streams.named("point").gaussian(Shape.of(3, 1));
        // The gradient of ‖Xw − y‖ along a direction, as a function of w: its derivative is the Hessian times it.
        Computation projectedGradient = (evaluator, inputs) -> {
            Tape inner = evaluator instanceof Tape tape ? tape : new Tape();
            Value w = evaluator instanceof Tape
                    ? inputs.get(0)
                    : inner.variable(inputs.get(0).tensor());
            Value residual = inner.apply(
                    new Subtract(), inner.apply(new MatMul(), inner.constant(design), w), inner.constant(targets));
            Value gradient =
                    inner.backwardRecorded(inner.apply(new Norm(), residual)).value(w);
            return inner.apply(new Sum(), inner.apply(new Multiply(), gradient, inner.constant(direction)));
        };
        GradientCheck.Result result = GradientCheck.of(projectedGradient, streams, List.of(point));
        // As in the contract of the operations: rounding of the central difference.
        assertTrue(result.relativeError() < 1e-3, () -> "seed " + seed + ": " + result);
    }

    @Test
    void backwardNeedsAScalarThatDependsOnAVariable() {
        Tape tape = new Tape();
        Value x = tape.variable(Tensor.zeros(Shape.of(2)));
        ShapeException shape = assertThrows(ShapeException.class, () -> tape.backward(x));
        assertEquals(
                "backward: the value has shape [2]; a single element is required; sum it or take its norm first",
                shape.getMessage());
        Value constant = tape.apply(new Sum(), tape.constant(Tensor.zeros(Shape.of(2))));
        assertThrows(IllegalArgumentException.class, () -> tape.backward(constant));
    }

    @Test
    void aWrongGradientIsFound() {
        record Wrong() implements Op.Unary {
            @Override
            public Tensor forward(Tensor input) {
                return new Scale(2).forward(input);
            }

            @Override
            public Value gradient(Evaluator evaluator, Value upstream, Value input, Value output) {
                return evaluator.apply(new Scale(3), upstream);
            }
        }
        GradientCheck.Result result = GradientCheck.of(
                new Wrong(), Streams.ofSeed(1), Streams.ofSeed(2).gaussian(Shape.of(10)));
        assertTrue(result.relativeError() > 0.01, result::toString);
    }
}

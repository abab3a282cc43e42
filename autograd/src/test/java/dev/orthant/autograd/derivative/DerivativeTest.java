package dev.orthant.autograd.derivative;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orthant.autograd.Computation;
import dev.orthant.autograd.Eager;
import dev.orthant.autograd.check.GradientCheck;
import dev.orthant.autograd.op.MatMulTransposedRight;
import dev.orthant.autograd.op.Square;
import dev.orthant.autograd.op.Sum;
import dev.orthant.autograd.op.Tanh;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.ShapeException;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.random.Streams;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DerivativeTest {
    private static final long SEED = 31;

    /// tanh(x wᵀ), of inputs and weights.
    private static final Computation LAYER = (evaluator, inputs) ->
            evaluator.apply(new Tanh(), evaluator.apply(new MatMulTransposedRight(), inputs.get(0), inputs.get(1)));

    private static final Computation SCALAR = (evaluator, inputs) ->
            evaluator.apply(new Sum(), evaluator.apply(new Square(), LAYER.apply(evaluator, inputs)));

    private static final List<Tensor> POINT = List.of(gaussian("x", 4, 3), gaussian("w", 2, 3));
    private static final List<Tensor> DIRECTION = List.of(gaussian("dx", 4, 3), gaussian("dw", 2, 3));

    private static Tensor gaussian(String name, int... axes) {
        return Streams.ofSeed(SEED).named(name).gaussian(Shape.of(axes));
    }

    @Test
    void theTwoProductsWithTheJacobianAreTransposesOfEachOther() {
        Tensor upstream = gaussian("u", 4, 2);
        Jacobian jacobian = new Jacobian(LAYER, POINT);
        double left = dot(List.of(jacobian.times(DIRECTION)), List.of(upstream));
        double right = dot(jacobian.transposedTimes(upstream), DIRECTION);
        // Sums of some tens of float32 products of order 1.
        assertEquals(left, right, 1e-5 * Math.max(1, Math.abs(left)), "seed " + SEED);
        assertTrue(Math.abs(left) > 0.01, "seed " + SEED);
    }

    @Test
    void theJacobianAndTheHessianAreDerivativesAlongTheDirection() {
        float step = GradientCheck.STEP;
        List<Tensor> ahead = moved(step);
        List<Tensor> behind = moved(-step);
        float[] change = new Jacobian(LAYER, POINT).times(DIRECTION).toArray();
        float[] up = value(LAYER, ahead).toArray();
        float[] down = value(LAYER, behind).toArray();
        for (int i = 0; i < change.length; i++) {
            // Truncation step² f‴/6 and rounding 2⁻²⁴/step of numbers of order 1, with directions up to 3.
            assertEquals((up[i] - down[i]) / (2 * step), change[i], 1e-3, "seed " + SEED);
        }
        List<Tensor> curvature = new Hessian(SCALAR, POINT).times(DIRECTION);
        List<Tensor> slopeAhead = new Jacobian(SCALAR, ahead).transposedTimes(Tensor.scalar(1));
        List<Tensor> slopeBehind = new Jacobian(SCALAR, behind).transposedTimes(Tensor.scalar(1));
        for (int input = 0; input < 2; input++) {
            for (int i = 0; i < POINT.get(input).size(); i++) {
                double expected = (slopeAhead.get(input).toArray()[i]
                                - slopeBehind.get(input).toArray()[i])
                        / (2.0 * step);
                // As above, for numbers up to 10.
                assertEquals(expected, curvature.get(input).toArray()[i], 1e-2, "seed " + SEED);
            }
        }
    }

    @Test
    void aConstantHasNoSecondDerivative() {
        Computation constant = (evaluator, inputs) -> evaluator.constant(Tensor.scalar(3));
        List<Tensor> curvature = new Hessian(constant, POINT).times(DIRECTION);
        assertArrayEquals(new float[12], curvature.get(0).toArray());
        assertArrayEquals(new float[6], curvature.get(1).toArray());
        Computation many = (evaluator, inputs) -> evaluator.constant(Tensor.filled(Shape.of(2), 3));
        assertThrows(ShapeException.class, () -> new Hessian(many, POINT).times(DIRECTION));
    }

    @Test
    void aLinearFunctionHasNoSecondDerivative() {
        Computation linear = (evaluator, inputs) -> evaluator.apply(new Sum(), inputs.get(0));
        assertArrayEquals(
                new float[12],
                new Hessian(linear, List.of(POINT.get(0)))
                        .times(List.of(DIRECTION.get(0)))
                        .get(0)
                        .toArray());
    }

    @Test
    void aCheckpointedComputationHasTheSameDerivativesOfFirstAndSecondOrder() {
        Computation checkpointed = (evaluator, inputs) -> evaluator.apply(
                new Sum(), evaluator.apply(new Square(), evaluator.apply(new Checkpointed(LAYER), inputs)));
        Tensor one = Tensor.scalar(1);
        assertEquals(
                numbers(new Jacobian(SCALAR, POINT).transposedTimes(one)),
                numbers(new Jacobian(checkpointed, POINT).transposedTimes(one)));
        // The operations are the same but not their grouping: a few roundings of numbers up to 10.
        List<Float> expected = numbers(new Hessian(SCALAR, POINT).times(DIRECTION));
        List<Float> actual = numbers(new Hessian(checkpointed, POINT).times(DIRECTION));
        for (int i = 0; i < expected.size(); i++) {
            assertEquals(expected.get(i), actual.get(i), 1e-5, "seed " + SEED);
        }
    }

    @Test
    void directionsMustHaveTheShapesOfThePoint() {
        assertThrows(ShapeException.class, () -> new Jacobian(LAYER, POINT).times(POINT.reversed()));
        assertThrows(ShapeException.class, () -> new Hessian(SCALAR, POINT).times(POINT.subList(0, 1)));
    }

    private static List<Tensor> moved(float step) {
        List<Tensor> moved = new ArrayList<>();
        for (int i = 0; i < POINT.size(); i++) {
            float[] numbers = POINT.get(i).toArray();
            for (int j = 0; j < numbers.length; j++) {
                numbers[j] += step * DIRECTION.get(i).toArray()[j];
            }
            moved.add(Tensor.wrap(POINT.get(i).shape(), numbers));
        }
        return moved;
    }

    private static Tensor value(Computation computation, List<Tensor> point) {
        Eager eager = new Eager();
        return computation
                .apply(eager, point.stream().map(eager::constant).toList())
                .tensor();
    }

    private static List<Float> numbers(List<Tensor> tensors) {
        List<Float> numbers = new ArrayList<>();
        for (Tensor tensor : tensors) {
            for (float number : tensor.toArray()) {
                numbers.add(number);
            }
        }
        return numbers;
    }

    private static double dot(List<Tensor> left, List<Tensor> right) {
        List<Float> a = numbers(left);
        List<Float> b = numbers(right);
        return IntStream.range(0, a.size())
                .mapToDouble(i -> a.get(i) * b.get(i))
                .sum();
    }
}

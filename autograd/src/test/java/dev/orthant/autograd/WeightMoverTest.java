package dev.orthant.autograd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orthant.autograd.op.MatMul;
import dev.orthant.autograd.op.MatMulTransposedRight;
import dev.orthant.autograd.op.Norm;
import dev.orthant.autograd.op.Tanh;
import dev.orthant.tensor.BufferPool;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Span;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.random.Streams;
import dev.orthant.tensor.weights.Gradient;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Weights that are overwritten while the pass backward is on its way.
class WeightMoverTest {
    private static final long SEED = 17;
    private static final int WIDTH = 24; // squared it is more than an arena lends

    private final List<Tensor> weights = new ArrayList<>();

    WeightMoverTest() {
        for (int i = 0; i < 4; i++) {
            weights.add(Streams.ofSeed(SEED).named("weights").indexed(i).gaussian(Shape.of(WIDTH, WIDTH)));
        }
    }

    private static Tensor inputs(int batch) {
        return Streams.ofSeed(SEED).named("inputs").gaussian(Shape.of(batch, WIDTH));
    }

    /// Layers of these weights, one after the other, with tanh between.
    private static Value loss(Tape tape, int batch, List<Value> layers) {
        Value value = tape.constant(inputs(batch));
        for (Value layer : layers) {
            value = tape.apply(new MatMulTransposedRight(), tape.apply(new Tanh(), value), layer);
        }
        return tape.apply(new Norm(), value);
    }

    /// Carries the derivative on and leaves nothing of the weight: who reads it afterwards would give NaN.
    private static Tensor destroy(Value weight, Gradient.Product gradient) {
        Tensor carried = new MatMul().forward(gradient.upstream(), weight.tensor());
        Span numbers = weight.tensor().span();
        Arrays.fill(numbers.array(), numbers.from(), numbers.from() + numbers.length(), Float.NaN);
        return carried;
    }

    @Test
    void everyDerivativeIsThatAtTheWeightsAsTheyWere() {
        try (Tape tape = new Tape(new BufferPool())) {
            List<Value> variables = weights.stream().map(tape::variable).toList();
            Value loss = loss(tape, 5, variables);
            Gradients expected = tape.backward(loss);
            List<Value> moved = new ArrayList<>();
            Gradients actual = tape.backwardMoving(loss, (weight, gradient) -> {
                moved.add(weight);
                return destroy(weight, gradient);
            });
            // From the last to the first, and not the first layer: nothing is carried on to inputs that are data.
            assertEquals(List.of(variables.get(3), variables.get(2), variables.get(1)), moved);
            for (Value variable : variables) {
                assertTrue(actual.gradient(variable) instanceof Gradient.Product);
                assertArrayEquals(
                        expected.of(variable).toArray(), actual.of(variable).toArray(), "seed " + SEED);
            }
        }
    }

    /// Layers whose weights stay as they are until the pass is over.
    private void assertLeft(int batch, List<Value> layers, Tape tape, List<Value> allowed) {
        Value loss = loss(tape, batch, layers);
        Gradients expected = tape.backward(loss);
        List<Value> moved = new ArrayList<>();
        Gradients actual = tape.backwardMoving(loss, (weight, gradient) -> {
            moved.add(weight);
            return destroy(weight, gradient);
        });
        assertEquals(allowed, moved);
        for (Value layer : layers) {
            if (tape.isTracked(layer)) {
                assertArrayEquals(expected.of(layer).toArray(), actual.of(layer).toArray(), "seed " + SEED);
            }
        }
    }

    @Test
    void aWeightThatIsUsedTwiceIsLeft() {
        Tape tape = new Tape();
        List<Value> variables = weights.stream().map(tape::variable).toList();
        Value twice = variables.get(1);
        assertLeft(5, List.of(variables.get(0), twice, twice, variables.get(2)), tape, List.of(variables.get(2)));
    }

    /// Nobody can see from the values that they lie in the same array.
    @Test
    void aWeightThatIsReadUnderAnotherNameIsLeft() {
        Tape tape = new Tape();
        Value first = tape.variable(weights.get(0));
        Value variable = tape.variable(weights.get(1));
        Value same = tape.constant(weights.get(1).reshape(Shape.of(WIDTH, WIDTH)));
        assertLeft(5, List.of(first, same, variable), tape, List.of());
    }

    @Test
    void aLargeBatchLeavesAllWeights() {
        Tape tape = new Tape();
        assertLeft(Tape.LARGEST_RANK + 1, weights.stream().map(tape::variable).toList(), tape, List.of());
    }
}

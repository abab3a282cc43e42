package dev.orthant.autograd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orthant.autograd.op.AddRow;
import dev.orthant.autograd.op.MatMulTransposedRight;
import dev.orthant.autograd.op.Norm;
import dev.orthant.autograd.op.Reshape;
import dev.orthant.autograd.op.ScaledRelu;
import dev.orthant.autograd.op.Sum;
import dev.orthant.autograd.op.Tanh;
import dev.orthant.tensor.BufferPool;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.random.Streams;
import dev.orthant.tensor.weights.Gradient;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TapeMemoryTest {
    private static final long SEED = 11;
    private static final int WIDTH = 96;
    private static final int BATCH = 96;
    private static final int LAYERS = 5;

    private final Tensor inputs = Streams.ofSeed(SEED).named("inputs").gaussian(Shape.of(BATCH, WIDTH));
    private final List<Tensor> weights = weights();

    private static List<Tensor> weights() {
        List<Tensor> weights = new ArrayList<>();
        for (int i = 0; i < LAYERS; i++) {
            Streams streams = Streams.ofSeed(SEED).named("weights").indexed(i);
            weights.add(streams.gaussian(Shape.of(WIDTH, WIDTH)));
            weights.add(streams.named("bias").gaussian(Shape.of(WIDTH)));
        }
        return weights;
    }

    /// A network in which values are used twice, so that derivatives are shared and added.
    private Value loss(Tape tape, List<Value> variables) {
        Value value = tape.constant(inputs);
        for (int i = 0; i < LAYERS; i++) {
            Value linear = tape.apply(new MatMulTransposedRight(), value, variables.get(2 * i));
            Value hidden = tape.apply(
                    i != 1 ? new ScaledRelu(0.1f) : new Tanh(),
                    tape.apply(new AddRow(), linear, variables.get(2 * i + 1)));
            Value twice = tape.apply(new Add(), hidden, hidden);
            Value again = tape.apply(new Reshape(Shape.of(BATCH, WIDTH)), hidden);
            value = tape.apply(new Add(), value, tape.apply(new Add(), twice, again));
        }
        return tape.apply(new Norm(), value);
    }

    private List<float[]> step(Tape tape) {
        List<Value> variables = weights.stream().map(tape::variable).toList();
        Gradients gradients = tape.backward(loss(tape, variables));
        return variables.stream()
                .map(variable -> gradients.of(variable).toArray())
                .toList();
    }

    @Test
    void aPooledTapeGivesTheBitsOfARecordedPassThatReusesNothing() {
        Tape recorded = new Tape();
        List<Value> variables = weights.stream().map(recorded::variable).toList();
        Gradients expected = recorded.backwardRecorded(loss(recorded, variables));
        BufferPool pool = new BufferPool();
        for (int step = 0; step < 3; step++) {
            try (Tape tape = new Tape(pool)) {
                List<float[]> gradients = step(tape);
                for (int i = 0; i < gradients.size(); i++) {
                    assertArrayEquals(expected.of(variables.get(i)).toArray(), gradients.get(i), "weight " + i);
                }
            }
        }
    }

    @Test
    void aStepInSteadyStateAllocatesNothingLarge() throws InterruptedException {
        BufferPool pool = new BufferPool();
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        // A step makes some 80 tensors of 48 KB and gradients of 180 KB, 4 MB. Values, shapes and entries of
        // maps remain.
        long allowed = 1 << 20;
        long bytes = Long.MAX_VALUE;
        for (int round = 0; round < 400 && bytes > allowed; round++) { // until C2 has compiled the kernels
            if (round > 50) {
                Thread.sleep(10); // it compiles in the background
            }
            for (int i = 0; i < 5; i++) {
                stepOn(pool);
            }
            long before = threads.getCurrentThreadAllocatedBytes();
            stepOn(pool);
            bytes = threads.getCurrentThreadAllocatedBytes() - before;
        }
        assertTrue(bytes <= allowed, "a step allocates " + bytes + " bytes, " + allowed + " are allowed");
    }

    private void stepOn(BufferPool pool) {
        try (Tape tape = new Tape(pool)) {
            tape.backward(loss(tape, weights.stream().map(tape::variable).toList()));
        }
    }

    @Test
    void aBackwardPassNeedsTheGradientsAndAFewDerivativesMore() {
        BufferPool pool = new BufferPool();
        long forward;
        try (Tape tape = new Tape(pool)) {
            loss(tape, weights.stream().map(tape::variable).toList());
        }
        forward = pool.bytes();
        try (Tape tape = new Tape(pool)) {
            step(tape);
        }
        long gradients = (long) Float.BYTES * LAYERS * WIDTH * WIDTH;
        long activation = (long) Float.BYTES * BATCH * WIDTH;
        // At most: the derivatives of a layer's output, of its input, of the branch that is added, and three temporary
        // ones.
        long allowed = forward + gradients + 6 * activation;
        assertTrue(pool.bytes() <= allowed, pool.bytes() + " bytes were borrowed, " + allowed + " are allowed");
    }

    @Test
    void theArraysOfAClosedTapeServeTheNext() {
        BufferPool pool = new BufferPool();
        Tensor first;
        try (Tape tape = new Tape(pool)) {
            first = tape.apply(new Tanh(), tape.variable(inputs)).tensor();
        }
        try (Tape tape = new Tape(pool)) {
            Tensor second = tape.apply(new Tanh(), tape.variable(inputs)).tensor();
            assertEquals(first.span().array(), second.span().array());
        }
        assertEquals((long) Float.BYTES * BATCH * WIDTH, pool.bytes());
        try (Tape tape = new Tape(pool)) {
            tape.apply(new Sum(), tape.variable(inputs));
        }
        assertEquals(0, pool.bytes(), "a length that a step does not ask for is let go");
    }

    @Test
    void aLinearLayersGradientStaysUnformedForSmallBatchesAndSingleUse() {
        Tensor few = inputs.rows(0, Tape.LARGEST_RANK);
        try (Tape tape = new Tape(new BufferPool())) {
            Value once = tape.variable(weights.get(0));
            Value twice = tape.variable(weights.get(2));
            Value hidden = tape.apply(new MatMulTransposedRight(), tape.constant(few), once);
            hidden = tape.apply(new MatMulTransposedRight(), tape.apply(new Tanh(), hidden), twice);
            hidden = tape.apply(new MatMulTransposedRight(), tape.apply(new Tanh(), hidden), twice);
            Value loss = tape.apply(new Norm(), hidden);
            Gradients formed = tape.backward(loss);
            Gradients unformed = tape.backwardUnformed(loss);
            assertTrue(unformed.gradient(once) instanceof Gradient.Product);
            assertTrue(unformed.gradient(twice) instanceof Gradient.Formed);
            assertArrayEquals(formed.of(once).toArray(), unformed.of(once).toArray());
            assertArrayEquals(formed.of(twice).toArray(), unformed.of(twice).toArray());
            assertTrue(unformed.gradient(once) instanceof Gradient.Formed, "once formed it stays so");
        }
        try (Tape tape = new Tape(new BufferPool())) {
            Value weight = tape.variable(weights.get(0));
            Value scores = tape.apply(new MatMulTransposedRight(), tape.constant(inputs), weight);
            Gradients gradients = tape.backwardUnformed(tape.apply(new Norm(), scores));
            assertTrue(gradients.gradient(weight) instanceof Gradient.Formed, "a large batch");
        }
    }
}

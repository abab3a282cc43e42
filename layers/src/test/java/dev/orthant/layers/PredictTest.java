package dev.orthant.layers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orthant.autograd.Tape;
import dev.orthant.layers.nets.LeNet;
import dev.orthant.layers.nets.Mlp;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.ShapeException;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.kernel.ActiveKernels;
import dev.orthant.tensor.parallel.Parallel;
import dev.orthant.tensor.random.Streams;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class PredictTest {
    private static final Streams STREAMS = Streams.ofSeed(17);
    private static final int THREADS = 8;
    private static final int BATCH = 64;

    /// What a call may allocate beside its result: shapes, values and views of some twenty operations.
    private static final long SMALL_OBJECTS = 16 * 1024;

    /// And for each image: the views and counters of a piece of work. The tensors that LeNet makes of one take 85 KB.
    private static final long SMALL_OBJECTS_OF_AN_IMAGE = 512;

    @SuppressWarnings("ImmutableEnumChecker") // a network that nobody trains here
    enum Example {
        MLP(Mlp.of(10, 256, 128), Shape.of(784)),
        LENET(LeNet.of(10), Shape.of(28, 28, 1));

        private final Network network;

        Example(Layer layer, Shape input) {
            network = Network.create(layer, input, new Initialiser.UniformFanIn(), STREAMS.named(name()));
        }

        Tensor inputs(int count) {
            return STREAMS.named("inputs")
                    .indexed(count)
                    .gaussian(network.input().batch(count));
        }
    }

    @ParameterizedTest
    @EnumSource
    void predictionsAreTheBitsOfARecordedPass(Example example) {
        Network network = example.network;
        for (int count : new int[] {1, 5, BATCH, 3}) {
            Tensor inputs = example.inputs(count);
            Tape tape = new Tape();
            Tensor recorded = network.layer()
                    .forward(tape, NamedValues.variables(tape, network.weights()), tape.constant(inputs))
                    .tensor();
            for (int again = 0; again < 3; again++) {
                assertArrayEquals(
                        recorded.toArray(), network.predict(inputs).toArray(), example + " " + count + " " + again);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void oneExampleNeedsNoBatchAxis(Example example) {
        Network network = example.network;
        Tensor batch = example.inputs(1);
        Tensor scores = network.predict(batch.reshape(network.input()));
        assertEquals(Shape.of(10), scores.shape());
        assertArrayEquals(network.predict(batch).toArray(), scores.toArray());
    }

    @ParameterizedTest
    @EnumSource
    void eightThreadsAtOnceGetTheBitsOfOne(Example example) throws Exception {
        List<Tensor> inputs = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            inputs.add(example.inputs(1 + i % 3 * 7));
        }
        List<float[]> alone = inputs.stream()
                .map(each -> example.network.predict(each).toArray())
                .toList();
        try (ExecutorService service = Executors.newFixedThreadPool(THREADS)) {
            List<Callable<Boolean>> calls = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                int first = thread;
                calls.add(() -> {
                    for (int i = 0; i < 100; i++) {
                        int which = (first + i) % THREADS;
                        assertArrayEquals(
                                alone.get(which),
                                example.network.predict(inputs.get(which)).toArray());
                    }
                    return true;
                });
            }
            for (Future<Boolean> each : service.invokeAll(calls)) {
                assertTrue(each.get());
            }
        }
    }

    /// Eight threads predict, and none of them is ever blocked at a monitor, parked at a lock or made to wait.
    @ParameterizedTest
    @EnumSource
    void noThreadWaitsForAnother(Example example) throws Exception {
        Tensor inputs = example.inputs(1);
        Callable<Long> manyCalls = () -> {
            example.network.predict(inputs); // the first call of a thread may have something to set up
            long before = timesThisThreadWaited();
            for (int i = 0; i < 100; i++) {
                example.network.predict(inputs);
            }
            return timesThisThreadWaited() - before;
        };
        Parallel.withThreads(1, manyCalls); // classes are loaded behind locks
        try (ExecutorService service = Executors.newFixedThreadPool(THREADS)) {
            List<Callable<Long>> calls = Collections.nCopies(THREADS, () -> Parallel.withThreads(1, manyCalls));
            for (Future<Long> each : service.invokeAll(calls)) {
                assertEquals(0, each.get());
            }
        }
    }

    private static long timesThisThreadWaited() {
        ThreadInfo thread = ManagementFactory.getThreadMXBean()
                .getThreadInfo(Thread.currentThread().threadId());
        return thread.getBlockedCount() + thread.getWaitedCount();
    }

    /// Results are nobody else's memory, even where a network does nothing.
    @Test
    void aResultIsNeverShared() {
        Network nothing =
                Network.create(new Identity(), Shape.of(3), new Initialiser.Prior(), STREAMS.named("nothing"));
        Tensor inputs = Tensor.of(Shape.of(2, 3), 1, 2, 3, 4, 5, 6);
        Tensor first = nothing.predict(inputs);
        assertTrue(!first.sharesArrayWith(inputs));
        Network network = Example.MLP.network;
        Tensor kept = network.predict(Example.MLP.inputs(BATCH));
        float[] before = kept.toArray();
        network.predict(Tensor.zeros(Shape.of(BATCH, 784)));
        assertArrayEquals(before, kept.toArray());
    }

    /// After an error, as before it.
    @Test
    void anErrorLeavesTheNetworkUsable() {
        Network network = Example.MLP.network;
        Tensor inputs = Example.MLP.inputs(2);
        float[] before = network.predict(inputs).toArray();
        assertThrows(ShapeException.class, () -> network.predict(Tensor.zeros(Shape.of(2, 783))));
        Network other = new Network(new Linear(2, 1, 1), Shape.of(3), network.weights());
        assertThrows(IllegalArgumentException.class, () -> other.predict(Tensor.zeros(Shape.of(3))));
        assertArrayEquals(before, network.predict(inputs).toArray());
    }

    @ParameterizedTest
    @EnumSource
    void aCallAllocatesItsResultAndSomeSmallObjects(Example example) throws Exception {
        Assumptions.assumeTrue(ActiveKernels.get().lanes() > 1, "scalar kernels are not written to allocate little");
        Parallel.withThreads(1, () -> {
            for (int count : new int[] {1, BATCH}) {
                Tensor inputs = example.inputs(count);
                long result = (long) Float.BYTES * count * 10;
                long allowed = result + SMALL_OBJECTS + count * SMALL_OBJECTS_OF_AN_IMAGE;
                long allocated = settled(example.network, inputs, allowed);
                assertTrue(
                        allocated <= allowed,
                        () -> example + ": a batch of " + count + " allocates " + allocated
                                + " bytes, its result takes " + result);
            }
            return true;
        });
    }

    /// Bytes of a call once C2 has compiled it: it runs in the background, so there are pauses.
    private static long settled(Network network, Tensor inputs, long allowed) throws InterruptedException {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long bytes = Long.MAX_VALUE;
        for (int round = 0; round < 400 && bytes > allowed; round++) {
            for (int call = 0; call < 10; call++) {
                network.predict(inputs);
            }
            if (round > 100) {
                Thread.sleep(10);
            }
            long before = threads.getCurrentThreadAllocatedBytes();
            network.predict(inputs);
            bytes = threads.getCurrentThreadAllocatedBytes() - before;
        }
        return bytes;
    }
}

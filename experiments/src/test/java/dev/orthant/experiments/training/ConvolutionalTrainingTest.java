package dev.orthant.experiments.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.orthant.autograd.loss.CrossEntropy;
import dev.orthant.experiments.Allocation;
import dev.orthant.layers.Initialiser;
import dev.orthant.layers.Layer;
import dev.orthant.layers.Network;
import dev.orthant.layers.nets.LeNet;
import dev.orthant.layers.nets.ResNet;
import dev.orthant.optimizers.Adam;
import dev.orthant.optimizers.schedule.Schedule;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.kernel.ActiveKernels;
import dev.orthant.tensor.parallel.Parallel;
import dev.orthant.tensor.random.Streams;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/// Steps of networks with convolutions: the same bits on any number of threads, and little garbage.
class ConvolutionalTrainingTest {
    private static final long SEED = 13;
    private static final Streams STREAMS = Streams.ofSeed(SEED);
    private static final int CLASSES = 10;

    private static TrainingSession<?> session(
            Layer layer, int examples, int side, int channels, int batch, int epochs) {
        Shape image = Shape.of(side, side, channels);
        Network network = Network.create(layer, image, new Initialiser.Prior(), STREAMS.named("initial"));
        Tensor targets = Tensor.zeros(Shape.of(examples, 1));
        for (int i = 0; i < examples; i++) {
            targets.span().array()[i] = i % CLASSES;
        }
        Trainer<?> trainer = new Trainer<>(new Adam(0.01), new Schedule.Constant(), new CrossEntropy(), batch, epochs);
        return new TrainingSession<>(
                trainer,
                network,
                STREAMS.named("images").gaussian(Shape.of(examples, side, side, channels)),
                targets,
                STREAMS);
    }

    private static Map<String, Tensor> afterThreeSteps(Layer layer, int side, int channels, int batch) {
        TrainingSession<?> session = session(layer, 3 * batch, side, channels, batch, 1);
        for (int step = 0; step < 3; step++) {
            session.step();
        }
        return session.network().weights().state();
    }

    private static void assertSameBits(Layer layer, int side, int channels, int batch) throws Exception {
        Map<String, Tensor> one = Parallel.withThreads(1, () -> afterThreeSteps(layer, side, channels, batch));
        Map<String, Tensor> two = Parallel.withThreads(2, () -> afterThreeSteps(layer, side, channels, batch));
        one.forEach((name, tensor) -> assertArrayEquals(
                tensor.toArray(), Objects.requireNonNull(two.get(name)).toArray(), name + ", seed " + SEED));
    }

    @Test
    void leNetHasTheSameBitsOnOneAndTwoThreads() throws Exception {
        assertSameBits(LeNet.of(CLASSES), 28, 1, 32);
    }

    @Test
    void aResNetWithBatchNormalisationHasTheSameBitsOnOneAndTwoThreads() throws Exception {
        assertSameBits(ResNet.small(CLASSES, 16, 2, 1), 16, 3, 16);
    }

    /// Bytes by thread. A sum over threads would fall when one ends, and hide what the others allocate.
    private static Map<Long, Long> allocated(ThreadMXBean threads) {
        long[] ids = threads.getAllThreadIds();
        long[] bytes = threads.getThreadAllocatedBytes(ids);
        Map<Long, Long> byThread = new HashMap<>();
        for (int i = 0; i < ids.length; i++) {
            byThread.put(ids[i], Math.max(0, bytes[i])); // −1 for a thread that just ended
        }
        return byThread;
    }

    private static long grown(Map<Long, Long> before, Map<Long, Long> after) {
        return after.entrySet().stream()
                .mapToLong(entry -> Math.max(0, entry.getValue() - before.getOrDefault(entry.getKey(), 0L)))
                .sum();
    }

    @Test
    void aStepOfLeNetAllocatesLittleOnAllThreads() {
        Assumptions.assumeTrue(ActiveKernels.get().lanes() > 1, "scalar kernels are not written to allocate little");
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        int batch = 32;
        int steps = 10;
        TrainingSession<?> session = session(LeNet.of(CLASSES), batch, 28, 1, batch, 10_000);
        // The activations of a step are more than 1 MB, and so are their derivatives.
        long allowed = 1_000_000;
        long bytes = Allocation.settledOf(allowed, () -> {
            Map<Long, Long> before = allocated(threads);
            for (int step = 0; step < steps; step++) {
                session.step();
            }
            return grown(before, allocated(threads)) / steps;
        });
        assertTrue(bytes < allowed, "a step allocates " + bytes + " bytes, fewer than " + allowed + " are allowed");
    }
}

package dev.orthant.experiments.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.orthant.autograd.loss.CrossEntropy;
import dev.orthant.layers.Initialiser;
import dev.orthant.layers.Layer;
import dev.orthant.layers.Network;
import dev.orthant.layers.nets.LeNet;
import dev.orthant.layers.nets.ResNet;
import dev.orthant.optimizers.Adam;
import dev.orthant.optimizers.schedule.Schedule;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.parallel.Parallel;
import dev.orthant.tensor.random.Streams;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.Objects;
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

    /// Allocated by all threads that live: the workers live as long as the process does.
    private static long allocated(ThreadMXBean threads) {
        long sum = 0;
        for (long bytes : threads.getThreadAllocatedBytes(threads.getAllThreadIds())) {
            sum += Math.max(0, bytes); // −1 for a thread that just ended
        }
        return sum;
    }

    @Test
    void aStepOfLeNetAllocatesLittleOnAllThreads() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        int batch = 32;
        int steps = 10;
        TrainingSession<?> session = session(LeNet.of(CLASSES), batch, 28, 1, batch, 600);
        // The activations of a step are more than 1 MB, and so are their derivatives. Until C2 has compiled the
        // kernels, their
        // vectors lie on the heap, so rounds are repeated.
        long allowed = 1_000_000;
        long bytes = Long.MAX_VALUE;
        for (int round = 0; round < 59 && bytes > allowed; round++) {
            long before = allocated(threads);
            for (int step = 0; step < steps; step++) {
                session.step();
            }
            bytes = (allocated(threads) - before) / steps;
        }
        assertTrue(bytes < allowed, "a step allocates " + bytes + " bytes, fewer than " + allowed + " are allowed");
    }
}

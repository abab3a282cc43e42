package dev.orthant.experiments.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orthant.autograd.loss.CrossEntropy;
import dev.orthant.layers.Initialiser;
import dev.orthant.layers.Layer;
import dev.orthant.layers.Network;
import dev.orthant.layers.nets.LeNet;
import dev.orthant.layers.nets.ResNet;
import dev.orthant.optimizers.Adam;
import dev.orthant.optimizers.schedule.Schedule;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Span;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.random.Streams;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Where NaN and infinity are said to begin, in networks whose layers have names.
class NonFiniteTrainingTest {
    private static final Streams STREAMS = Streams.ofSeed(5);
    private static final int EXAMPLES = 4;
    private static final int CLASSES = 3;
    private static final float HUGE = 1e38f; // of several of these a sum is beyond the largest float32 number

    private static Network network(Layer layer, Shape image) {
        return Network.create(layer, image, new Initialiser.Prior(), STREAMS.named("initial"));
    }

    private static Network leNet() {
        return network(LeNet.of(CLASSES), Shape.of(28, 28, 1));
    }

    private static Network resNet() {
        return network(ResNet.small(CLASSES, 4, 2, 1), Shape.of(8, 8, 3));
    }

    private static Tensor images(int side, int channels) {
        return STREAMS.named("images").gaussian(Shape.of(EXAMPLES, side, side, channels));
    }

    private static void fill(Network network, String weight) {
        Span span = network.weights().get(weight).span();
        Arrays.fill(span.array(), span.from(), span.from() + span.length(), HUGE);
    }

    private static String failure(Network network, Tensor images) {
        Trainer<?> trainer = new Trainer<>(new Adam(0.01), new Schedule.Constant(), new CrossEntropy(), EXAMPLES, 1);
        Tensor targets = Tensor.zeros(Shape.of(EXAMPLES, 1));
        TrainingSession<?> session = new TrainingSession<>(trainer, network, images, targets, STREAMS);
        return String.valueOf(assertThrows(NonFiniteTraining.class, () -> session.run(List.of()))
                .getMessage());
    }

    @Test
    void anInputIsNamedBeforeTheRunningStatisticsThatItSpoils() {
        Tensor images = images(8, 3);
        images.span().array()[images.span().from() + 7] = Float.NaN;
        String message = failure(resNet(), images);
        assertTrue(message.startsWith("training: step 0: an input of the batch is not finite"), message);
    }

    @Test
    void aLayerIsNamedBeforeTheRunningStatisticsThatItSpoils() {
        Network network = resNet();
        fill(network, "conv1.weight");
        String message = failure(network, images(8, 3));
        assertTrue(message.startsWith("training: step 0: the output of layer conv1 (Conv2d"), message);
    }

    @Test
    void aLayerOfAChainIsNamed() {
        Network network = leNet();
        fill(network, "conv2.weight");
        String message = failure(network, images(28, 1));
        assertTrue(message.startsWith("training: step 0: the output of layer conv2 (Conv2d"), message);
    }

    @Test
    void aBlockInsideAStageIsNamedByItsPath() {
        Network network = resNet();
        fill(network, "layer2.0.conv2.weight");
        String message = failure(network, images(8, 3));
        assertTrue(message.startsWith("training: step 0: the output of layer layer2.0 (BasicBlock"), message);
    }

    @Test
    void anInitialWeightIsNotCalledAnUpdate() {
        Network network = leNet();
        network.weights().get("fc1.weight").span().array()[5] = Float.NaN;
        String message = failure(network, images(28, 1));
        assertTrue(message.startsWith("training: step 0: the initial weight fc1.weight is not finite"), message);
    }

    @Test
    void theSearchLeavesTheBuffersAlone() {
        Network network = resNet();
        fill(network, "fc.weight");
        failure(network, images(8, 3));
        assertEquals(1, network.weights().get("bn1.num_batches_tracked").item());
    }
}

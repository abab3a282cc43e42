package dev.orthant.experiments.pruning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orthant.datasets.prepare.PixelScale;
import dev.orthant.layers.Initialiser;
import dev.orthant.layers.Layer;
import dev.orthant.layers.Linear;
import dev.orthant.layers.Network;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.random.Streams;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AttackTest {
    private static final long SEED = 20_261_121;
    private static final PixelBox BOX = PixelBox.of(PixelScale.MNIST);
    private static final int[] LABELS = {0, 1, 2, 0};

    private static Stream<Attack> attacks() {
        return Stream.of(
                new Attack.RandomSigns(),
                Attack.GradientSigns.fast(2),
                Attack.GradientSigns.iterated(3, 2),
                Attack.GradientSigns.projected(4, 2));
    }

    private static Victim victim(Layer layer, boolean sampling) {
        return new Victim(
                Network.create(layer, Shape.of(4, 4, 1), new Initialiser.Prior(), Streams.ofSeed(SEED)), sampling);
    }

    /// Images of no ink, full ink and between.
    private static Tensor images() {
        Tensor images = Streams.ofSeed(SEED).named("images").gaussian(Shape.of(LABELS.length, 4, 4, 1));
        return BOX.moved(images, images, 0.5, images, 10);
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void noPixelLeavesTheBoxOrMovesByMoreThanLambda(Attack attack) {
        Victim victim = victim(PrunableNetworks.convolutional(3, 1), true);
        Tensor images = images();
        List<Double> lambdas = List.of(8.0, 64.0);
        List<Tensor> moved = attack.perturb(victim, BOX, images, LABELS, lambdas, Streams.ofSeed(SEED));
        for (int which = 0; which < lambdas.size(); which++) {
            double radius = lambdas.get(which) / 255 / 0.3081;
            double largest = 0;
            float[] before = images.toArray();
            float[] after = moved.get(which).toArray();
            for (int i = 0; i < before.length; i++) {
                largest = Math.max(largest, Math.abs(after[i] - before[i]));
                double ink = after[i] * 0.3081 + 0.1307;
                assertTrue(ink >= -1e-6 && ink <= 1 + 1e-6, attack + ": ink " + ink); // rounding of float32
            }
            assertEquals(radius, largest, 1e-5, attack + " at " + lambdas.get(which) + ", seed " + SEED);
        }
    }

    /// Of a linear network with two classes the gradient's sign is that of the difference of the rows of the matrix.
    @Test
    void theFastGradientSignRaisesTheLossOfALinearNetworkMost() {
        Layer linear = dev.orthant.layers.Sequential.of(new dev.orthant.layers.Flatten(), Linear.of(2));
        Victim victim = victim(linear, false);
        Tensor grey = Tensor.zeros(Shape.of(1, 4, 4, 1)); // far from the walls of the box
        Tensor matrix = victim.network().weights().all().iterator().next().tensor();
        Tensor moved = Attack.GradientSigns.fast(5)
                .perturb(victim, BOX, grey, new int[] {1}, List.of(10.0), Streams.ofSeed(SEED))
                .getFirst();
        for (int i = 0; i < 16; i++) {
            double sign = Math.signum(matrix.at(0, i) - matrix.at(1, i));
            assertEquals(sign * BOX.units(10), moved.toArray()[i], 1e-6, "pixel " + i);
        }
    }

    /// Were batches normalised by their own statistics, an answer would depend on the others in the batch.
    @Test
    void answersOfAPrunedNetworkUseTheStatisticsOfPredictionAndMoveNone() {
        Victim victim = victim(PrunableNetworks.residual(3, 1, 1), true);
        float[] before = numbers(victim);
        Tensor both = victim.probabilities(images(), 2, Streams.ofSeed(SEED));
        Tensor first = victim.probabilities(images().rows(0, 1), 2, Streams.ofSeed(SEED));
        victim.inputGradient(images(), LABELS, 2, Streams.ofSeed(SEED));

        assertArrayEquals(before, numbers(victim));
        assertArrayEquals(
                first.toArray(), both.rows(0, 1).toArray(), 1e-5f); // products of other heights round otherwise
    }

    @Test
    void passesDifferAndTheirMeanIsAverageOfProbabilities() {
        Victim victim = victim(PrunableNetworks.convolutional(3, 0.5), true);
        float[] one = victim.probabilities(images(), 1, Streams.ofSeed(1)).toArray();
        float[] other = victim.probabilities(images(), 1, Streams.ofSeed(2)).toArray();
        float[] many = victim.probabilities(images(), 7, Streams.ofSeed(1)).toArray();

        assertNotEquals(one[0], other[0]);
        assertEquals(1, many[0] + many[1] + many[2], 1e-5);
    }

    private static float[] numbers(Victim victim) {
        return victim.network().weights().get("1.0.running_mean").toArray();
    }
}

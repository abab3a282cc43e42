package dev.orthant.experiments.margins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orthant.datasets.Examples;
import dev.orthant.datasets.prepare.BinaryLabels;
import dev.orthant.layers.Network;
import dev.orthant.layers.Sequential;
import dev.orthant.optimizers.margin.NormalisedMargin;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.random.Streams;
import dev.orthant.tensor.weights.Weight;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TwinsTest {
    private static final Twins TWINS = new Twins(Sequential.multilayerPerceptron(3, 32, 1), 0.01, 0.99, 500, 1e-3);

    private static TwinTask task() {
        Examples train = Examples.of("train", Streams.ofSeed(1).gaussian(Shape.of(4, 10)), new int[] {0, 1, 1, 0}, 2);
        Examples test =
                Examples.of("test", Streams.ofSeed(2).gaussian(Shape.of(6, 10)), new int[] {0, 1, 1, 0, 1, 0}, 2);
        return new TwinTask("0/1", train, test);
    }

    @Test
    void twinsHaveTheSameNormsAndTheSameMarginsButOtherWeights() {
        TwinTask task = task();
        Tensor inputs = task.train().inputs();
        int[] signs = BinaryLabels.signs(task.train());
        Network sampled = TWINS.sample(task, Streams.ofSeed(3));
        Network trained = TWINS.twin(sampled, inputs, Streams.ofSeed(4), Streams.ofSeed(5));
        assertTrue(Twins.relativeResidual(trained, sampled, inputs) < 1e-3, "seeds 3, 4, 5");
        double length = 0;
        NormalisedMargin ours = NormalisedMargin.frobenius(trained.weights(), inputs, trained.predict(inputs), signs);
        NormalisedMargin theirs = NormalisedMargin.frobenius(sampled.weights(), inputs, sampled.predict(inputs), signs);
        for (double margin : theirs.perExample()) {
            length = Math.max(length, Math.abs(margin));
        }
        for (int i = 0; i < signs.length; i++) {
            // The residual of all four scores is 1e-3 of their norm, which is at most twice the largest of them; inputs
            // differ
            // in norm by less than a factor of 4.
            assertEquals(theirs.perExample().get(i), ours.perExample().get(i), 8e-3 * length, "example " + i);
        }
        for (Weight weight : trained.weights().all()) {
            Tensor own = weight.tensor();
            double squares = 0;
            for (float number : own.toArray()) {
                squares += (double) number * number;
            }
            assertEquals(own.shape().axis(0), squares, 1e-4 * own.shape().axis(0), weight.name());
            assertNotEquals(own.at(0, 0), sampled.weights().get(weight.name()).at(0, 0), weight.name());
        }
    }

    @Test
    void aNetworkThatIsWrongEverywhereFitsWithItsSignTurned() {
        TwinTask task = task();
        Network network = TWINS.sample(task, Streams.ofSeed(3));
        float[] scores = network.predict(task.train().inputs()).toArray();
        int[] right = new int[4];
        int[] wrong = new int[4];
        int[] mixed = new int[4];
        for (int i = 0; i < 4; i++) {
            right[i] = scores[i] > 0 ? 1 : 0;
            wrong[i] = 1 - right[i];
            mixed[i] = i == 0 ? wrong[i] : right[i];
        }
        assertEquals(Optional.of(1), Twins.sign(network, labelled(task, right)));
        assertEquals(Optional.of(-1), Twins.sign(network, labelled(task, wrong)));
        assertEquals(Optional.empty(), Twins.sign(network, labelled(task, mixed)));
    }

    private static TwinTask labelled(TwinTask task, int[] labels) {
        return new TwinTask(task.name(), task.train().relabelled(labels, 2), task.test());
    }
}

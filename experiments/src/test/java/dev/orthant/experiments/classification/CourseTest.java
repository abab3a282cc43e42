package dev.orthant.experiments.classification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orthant.autograd.loss.SoftCrossEntropy;
import dev.orthant.datasets.Examples;
import dev.orthant.experiments.training.Trainer;
import dev.orthant.layers.Initialiser;
import dev.orthant.layers.Network;
import dev.orthant.layers.activation.Relu;
import dev.orthant.optimizers.Sgd;
import dev.orthant.optimizers.schedule.Schedule;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.random.Streams;
import java.util.List;
import org.junit.jupiter.api.Test;

class CourseTest {
    /// Two clusters far apart: class 0 around (−2, −2), class 1 around (2, 2).
    private static Examples clusters() {
        float[] numbers = Streams.ofSeed(1).gaussian(Shape.of(40, 2)).toArray();
        int[] labels = new int[40];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = i % 2;
            for (int k = 0; k < 2; k++) {
                numbers[2 * i + k] = 0.3f * numbers[2 * i + k] + (labels[i] == 0 ? -2 : 2);
            }
        }
        return Examples.of("clusters", Tensor.wrap(Shape.of(40, 2), numbers), labels, 2);
    }

    private static Network network() {
        return Network.create(
                Perceptrons.of(1, 8, 2, Perceptrons::withBias, new Relu()),
                Shape.of(2),
                new Initialiser.UniformFanIn(),
                Streams.ofSeed(2));
    }

    private static Trainer<Sgd.State> trainer(double rate, int epochs) {
        return new Trainer<>(new Sgd(rate, 0), new Schedule.Constant(), new SoftCrossEntropy(), 10, epochs);
    }

    @Test
    void learnsToTellTwoClustersApart() {
        Network network = network();
        Course course = Course.of(trainer(0.1, 20), network, clusters(), Streams.ofSeed(3));
        assertEquals(20, course.accuracies().size());
        assertFalse(course.diverged());
        assertEquals(1, course.lastAccuracy(), "seeds 1 to 3");
        assertEquals(1, Task.accuracy(network, clusters()));
        assertTrue(course.lastLoss() < course.losses().getFirst());
    }

    @Test
    void aTrainingThatDivergesEndsWithNothingRight() {
        Network network = network();
        Course course = Course.of(trainer(1e30, 3), network, clusters(), Streams.ofSeed(3));
        assertTrue(course.diverged());
        assertEquals(List.of(0.0, 0.0, 0.0), course.accuracies());
        assertEquals(Double.POSITIVE_INFINITY, course.lastLoss());
    }

    /// The loss of the last batch is finite and so is its gradient: only the weights show that the last step was too long.
    @Test
    void aTrainingThatDivergesInItsVeryLastStepHasDiverged() {
        Examples clusters = clusters();
        Trainer<?> oneStep =
                new Trainer<>(new Sgd(1e39, 0), new Schedule.Constant(), new SoftCrossEntropy(), clusters.size(), 1);
        Course course = Course.of(oneStep, network(), clusters, Streams.ofSeed(3));
        assertTrue(course.diverged());
        assertEquals(List.of(0.0), course.accuracies());
        assertEquals(List.of(Double.POSITIVE_INFINITY), course.losses());
    }

    @Test
    void aTieOrNanIsNotCorrect() {
        Tensor scores = Tensor.of(Shape.of(4, 2), 1, 0, 0, 1, 1, 1, Float.NaN, 0);
        assertEquals(1, Task.correct(scores, new int[] {0, 0, 0, 0}));
        assertEquals(0, Task.correct(scores.rows(3, 4), new int[] {1}));
    }

    @Test
    void conditionsNameExperimentParameterAndRange() {
        IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class, () -> new Conditions("some-figure").atLeast("width", 0, 1));
        assertEquals("some-figure: width is 0; it must be at least 1", refused.getMessage());
        assertThrows(IllegalArgumentException.class, () -> new Conditions("x").positive("rate", Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> new Conditions("x").eachPositive("rates", List.of()));
    }

    @Test
    void ratesAreWrittenShort() {
        assertEquals(
                List.of("1", "0.1", "0.003", "100", "0.0001"),
                List.of(1.0, 0.1, 0.003, 100.0, 0.0001).stream()
                        .map(Words::rate)
                        .toList());
    }
}

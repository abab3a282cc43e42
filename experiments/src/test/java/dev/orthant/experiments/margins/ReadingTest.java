package dev.orthant.experiments.margins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orthant.datasets.Examples;
import dev.orthant.layers.Initialiser;
import dev.orthant.layers.Network;
import dev.orthant.layers.Sequential;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.linear.Matrix;
import dev.orthant.tensor.linear.SymmetricEigen;
import dev.orthant.tensor.random.Streams;
import dev.orthant.tensor.weights.Weight;
import dev.orthant.tensor.weights.Weights;
import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class ReadingTest {
    private static final int INPUTS = 6;
    private static final int CLASSES = 3;

    private static Network network(long seed) {
        return Network.create(
                Sequential.multilayerPerceptron(3, 8, CLASSES),
                Shape.of(INPUTS),
                new Initialiser.Prior(),
                Streams.ofSeed(seed));
    }

    private static Examples examples(int count, long seed) {
        int[] labels = new int[count];
        for (int i = 0; i < count; i++) {
            labels[i] = i % CLASSES;
        }
        Tensor inputs = Streams.ofSeed(seed).named("inputs").gaussian(Shape.of(count, INPUTS));
        return Examples.of("gaussian", inputs, labels, CLASSES);
    }

    @Test
    void theOpponentOfAMarginIsTheBestWrongClass() {
        Tensor scores = Tensor.of(Shape.of(3, 3), 1, 5, 4, 2, 7, 9, -1, -3, -2);
        // Class 0, which the paper's code takes, would give 4, 7 and −1.
        assertEquals(List.of(1.0, 2.0, 1.0), Reading.margins(scores, new int[] {1, 2, 0}));
    }

    @Test
    void accuracyAndMissAreThoseOfTheWeightsAsTheyAre() {
        Network network = network(3);
        SphereTask task = new SphereTask(examples(12, 4), examples(9, 5));
        double alpha = 0.7;
        Reading reading = Reading.of(network, task, alpha);
        Tensor scores = network.predict(task.train().inputs());
        int right = 0;
        double miss = 0;
        for (int i = 0; i < 12; i++) {
            int best = 0;
            for (int c = 0; c < CLASSES; c++) {
                best = scores.at(i, c) > scores.at(i, best) ? c : best;
                double target = c == task.train().label(i) ? alpha : 0;
                miss = Math.max(miss, Math.abs(scores.at(i, c) - target));
            }
            right += best == task.train().label(i) ? 1 : 0;
        }
        assertEquals(right / 12.0, reading.trainAccuracy());
        assertEquals(
                right, reading.margins().stream().filter(margin -> margin > 0).count());
        assertEquals(miss / alpha, reading.miss(), 1e-6); // the target is rounded to float32
    }

    /// ∏ σ (∑ (‖W − M‖_{2,1} / σ)^{2/3})^{3/2}, σ² the largest eigenvalue of W Wᵀ, in float64.
    @Test
    void spectralComplexityIsThatOfAStraightLineComputation() {
        Weights weights = network(1).weights();
        Weights reference = network(2).weights();
        double product = 1;
        double sum = 0;
        for (Weight weight : weights.all()) {
            Tensor w = weight.tensor();
            Tensor m = reference.get(weight.name());
            int rows = w.shape().axis(0);
            int columns = w.shape().axis(1);
            double[][] gram = new double[rows][rows];
            double rowNorms = 0;
            for (int i = 0; i < rows; i++) {
                double squares = 0;
                for (int k = 0; k < columns; k++) {
                    squares += Math.pow((double) w.at(i, k) - m.at(i, k), 2);
                    for (int j = 0; j < rows; j++) {
                        gram[i][j] += (double) w.at(i, k) * w.at(j, k);
                    }
                }
                rowNorms += Math.sqrt(squares);
            }
            double sigma = Math.sqrt(largestEigenvalue(gram));
            product *= sigma;
            sum += Math.pow(rowNorms / sigma, 2.0 / 3);
        }
        double expected = product * Math.pow(sum, 1.5);
        // Power iteration in float32 stops at a relative gain of 1e-7 per step; three layers of it.
        assertEquals(expected, SpectralComplexity.of(weights, reference), 1e-4 * expected);
    }

    private static double largestEigenvalue(double[][] gram) {
        return DoubleStream.of(SymmetricEigen.valuesOf(Matrix.of(gram))).max().orElseThrow();
    }

    @Test
    void normalisedMarginsDoNotChangeWithTheScaleOfALayerAndItsReference() {
        Network network = network(7);
        Weights reference = network(8).weights();
        Examples examples = examples(10, 9);
        List<Double> before = normalised(network, reference, examples);
        for (Weights each : List.of(network.weights(), reference)) {
            Weight first = each.all().iterator().next();
            for (int i = 0; i < first.tensor().size(); i++) {
                first.tensor().span().array()[first.tensor().span().from() + i] *= 4; // exact in float32
            }
        }
        List<Double> after = normalised(network, reference, examples);
        for (int i = 0; i < 10; i++) {
            assertEquals(before.get(i), after.get(i), 1e-5 * Math.abs(before.get(i)), "example " + i);
        }
        assertTrue(before.stream().anyMatch(margin -> margin != 0));
    }

    private static List<Double> normalised(Network network, Weights reference, Examples examples) {
        List<Double> margins = Reading.margins(network.predict(examples.inputs()), examples.labels());
        return SpectralComplexity.normalise(margins, network.weights(), reference, examples.inputs());
    }

    @Test
    void onlyTheLabelsOfTheAttackAreDrawnAnew() {
        SphereTask task = new SphereTask(examples(300, 1), examples(9, 2));
        SphereTask attacked = task.withRandomLabelsFrom(100, Streams.ofSeed(3));
        int changed = 0;
        for (int i = 0; i < 300; i++) {
            boolean same = task.train().label(i) == attacked.train().label(i);
            assertTrue(same || i >= 100, "label " + i);
            changed += same ? 0 : 1;
        }
        // Each of 200 changes with probability 2/3: four standard deviations are 4 √(200 · 2/9) = 27.
        assertEquals(200 * 2 / 3.0, changed, 27, "seed 3");
        assertEquals(task.train().inputs(), attacked.train().inputs());
        assertEquals(task.test(), attacked.test());
    }
}

package dev.orthant.layers.infinite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orthant.layers.Sequential;
import dev.orthant.layers.infinite.orthant.GibbsChain;
import dev.orthant.layers.infinite.orthant.OrthantProbability;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.linear.Matrix;
import dev.orthant.tensor.random.Streams;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ClassifiersTest {
    @Test
    void aCommitteeIsCountedByHand() {
        Committee committee =
                new Committee(Matrix.of(new double[] {3, 1, -1}, new double[] {-1, 1, -1}, new double[] {-1, -1, 1}));
        int[] labels = {1, 1, 1};
        assertEquals(5.0 / 9, committee.gibbsError(labels), 1e-15);
        assertEquals(2.0 / 3, committee.bayesError(labels), 1e-15); // votes −, +, −
        assertEquals(1.0 / 3, committee.bayesPointError(labels), 1e-15); // means 1/3, 1/3, −1/3
        assertEquals(1.0 / 9, committee.agreement(), 1e-15);
        assertEquals(1.0 / 3, committee.disagreement(), 1e-15);
    }

    @Test
    void theGruenbaumConstantIsReachedByTheExponentialLaw() {
        int count = 200_000;
        var random = Streams.ofSeed(1).generator();
        double above = 0;
        for (int k = 0; k < count; k++) {
            above += -Math.log(random.nextDouble()) >= 1 ? 1.0 / count : 0;
        }
        // P[U ≥ E U] = 1/e: where one share 1/e of the functions is on the right side, the mean is; five standard
        // errors
        assertEquals(1 / Math.E, above, 5 * Math.sqrt(0.25 / count), "seed 1");
        assertEquals(1, RiskBounds.bayesPoint(1 / Math.E), 1e-15);
        double simplex = Math.pow(1e6 / (1e6 + 1), 1e6); // uniform on a simplex of a million dimensions
        assertEquals(1 / Math.E, simplex, 1e-6);
    }

    @Test
    void boundsAreThoseOfTheirFormulas() {
        assertEquals(0.336, RiskBounds.majority(0.309, 0.219), 0.003); // published check: rounded to three digits
        assertEquals(0, RiskBounds.majority(0, 1), 0.0);
        assertThrows(IllegalArgumentException.class, () -> RiskBounds.majority(0.5, 0.1));
        assertThrows(IllegalArgumentException.class, () -> RiskBounds.majority(0.1, 0.2));
        double bound = RiskBounds.rademacher(Matrix.identity(4), new int[] {1, -1, 1, 1}, 0.01);
        assertEquals(4 * Math.sqrt(4 * 4) / 4 + 9 * Math.sqrt(Math.log(400) / 8), bound, 1e-12);
    }

    /// Labels by the sign of one input.
    @Test
    void spherisedAndTrueSignPosteriorsKeepTheirPromises() {
        Streams streams = Streams.ofSeed(4);
        var inputs = streams.named("inputs").gaussian(Shape.of(140, 10));
        int[] train = IntStream.range(0, 40).toArray();
        int[] test = IntStream.range(40, 140).toArray();
        KernelBlock all = Sequential.multilayerPerceptron(3, 1, 1).kernel(KernelBlock.ofInputs(inputs));
        int[] trainLabels =
                IntStream.of(train).map(i -> inputs.at(i, 0) > 0 ? 1 : -1).toArray();
        int[] testLabels =
                IntStream.of(test).map(i -> inputs.at(i, 0) > 0 ? 1 : -1).toArray();
        Matrix kernel = all.part(train, train).nngp();
        SignPosterior posterior = SignPosterior.of(
                kernel, all.part(test, train).nngp(), all.part(test, test).rowVariance());
        Matrix spherised = posterior.spherisedScores(trainLabels, 400, streams.named("spherised"));
        Committee sphere = posterior.functions(spherised, streams.named("first"));
        Matrix restricted = new GibbsChain(100, 1).draw(kernel, trainLabels, 400, streams.named("chain"));
        Committee truth = posterior.functions(restricted, streams.named("second"));
        for (int i = 0; i < 40; i++) {
            assertTrue(spherised.at(0, i) * trainLabels[i] > 0 && restricted.at(0, i) * trainLabels[i] > 0);
        }
        for (Committee committee : new Committee[] {sphere, truth}) {
            double gibbs = committee.gibbsError(testLabels);
            assertTrue(committee.bayesError(testLabels) <= 2 * gibbs, "seed 4");
            assertTrue(committee.bayesError(testLabels) <= RiskBounds.majority(gibbs, committee.agreement()) + 1e-12);
            assertTrue(committee.bayesPointError(testLabels) <= Math.E * gibbs);
            assertTrue(committee.bayesPointError(testLabels)
                    <= committee.bayesError(testLabels) + committee.disagreement() + 1e-12);
        }
        assertTrue(truth.gibbsError(testLabels) < sphere.gibbsError(testLabels), "seed 4");
        double content = OrthantProbability.informationContentBound(kernel, trainLabels);
        assertTrue(sphere.gibbsError(testLabels) <= PacBayes.riskBound(content, 40, 0.01));
        // the spherised posterior's centre interpolates a multiple of the labels
        double[] centre =
                posterior.centre(IntStream.of(trainLabels).asDoubleStream().toArray());
        int same = 0;
        double[] mean = sphere.meanScores();
        for (int i = 0; i < centre.length; i++) {
            same += centre[i] * mean[i] > 0 ? 1 : 0;
        }
        assertTrue(same >= 90, "seed 4: " + same); // means of 400 draws, off by a twentieth of a deviation
    }

    @Test
    void theBayesPointOfAWedgeIsItsMiddle() {
        // the version space is the wedge of directions between −30° and 70°: its middle is 20°
        double[] first = {Math.cos(Math.toRadians(60)), Math.sin(Math.toRadians(60))};
        double[] second = {Math.cos(Math.toRadians(-20)), Math.sin(Math.toRadians(-20))};
        LinearBayesPoint machine = LinearBayesPoint.of(Matrix.of(first, second), new int[] {1, 1});
        Streams streams = Streams.ofSeed(9);
        Matrix perceptrons = machine.perceptrons(200, 1000, streams.named("perceptrons"));
        for (int k = 0; k < 200; k++) {
            assertTrue(machine.separates(perceptrons.row(k)));
        }
        Matrix points = machine.hitAndRun(perceptrons.row(0), 20_000, 2, streams.named("chain"));
        double[] centre = LinearBayesPoint.centre(points);
        // the angle is uniform on 100°: standard deviation 29°, a few thousand effective points; four standard errors
        assertEquals(20, Math.toDegrees(Math.atan2(centre[1], centre[0])), 4 * 29 / Math.sqrt(4000), "seed 9");
        assertTrue(machine.separates(LinearBayesPoint.centre(perceptrons)));
    }

    @Test
    void inseparableExamplesAreRefused() {
        LinearBayesPoint machine =
                LinearBayesPoint.of(Matrix.of(new double[] {1, 0}, new double[] {1, 0}), new int[] {1, -1});
        assertThrows(IllegalArgumentException.class, () -> machine.perceptrons(1, 50, Streams.ofSeed(1)));
    }
}

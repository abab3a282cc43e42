package dev.orthant.experiments.bayespoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orthant.layers.Layer;
import dev.orthant.layers.Sequential;
import dev.orthant.layers.infinite.Committee;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.linear.Matrix;
import dev.orthant.tensor.random.Streams;
import org.junit.jupiter.api.Test;

class EnsembleTest {
    private static final Layer NETWORK = Sequential.multilayerPerceptron(3, 64, 1);

    /// Six points on the sphere of radius √3, three of each sign.
    private static final int[] SIGNS = {1, 1, 1, -1, -1, -1};

    private static Tensor points() {
        float[] values = new float[18];
        for (int i = 0; i < 6; i++) {
            double angle = 0.4 + i;
            values[3 * i] = (float) (Math.sqrt(2) * Math.cos(angle));
            values[3 * i + 1] = (float) (Math.sqrt(2) * Math.sin(angle));
            values[3 * i + 2] = 1;
        }
        return Tensor.wrap(Shape.of(6, 3), values);
    }

    private static Ensemble train(double labelScale) {
        return Ensemble.train(
                new FullBatchNero(150, 0.02, 0.999, 0.97),
                NETWORK,
                points(),
                SIGNS,
                labelScale,
                points(),
                3,
                Streams.ofSeed(5).named("networks"),
                () -> {});
    }

    /// Seed 5; the probes are the training points, so their scores are the targets up to the residual that is reported.
    @Test
    void scoresComeToTheLabelScale() {
        for (double labelScale : new double[] {0.5, 1}) {
            Ensemble ensemble = train(labelScale);
            assertEquals(0, ensemble.trainError());
            assertTrue(
                    ensemble.worstResidual() < 0.2,
                    () -> "worst residual " + ensemble.worstResidual() + " at label scale " + labelScale + ", seed 5");
            double worst = 0;
            for (int network = 0; network < 3; network++) {
                for (int i = 0; i < 6; i++) {
                    double score = ensemble.committee().scores().at(network, i);
                    worst = Math.max(worst, Math.abs(score / labelScale - SIGNS[i]));
                }
            }
            assertEquals(worst, ensemble.worstResidual(), 1e-12);
            assertTrue(ensemble.residual() <= worst);
        }
    }

    @Test
    void networksDifferAndTheSameStreamsRepeatThem() {
        Matrix first = train(1).committee().scores();
        assertArrayEquals(first.toArray2d(), train(1).committee().scores().toArray2d());
        assertTrue(first.at(0, 0) != first.at(1, 0));
    }

    /// Functions +1 and −3 of one example labelled −1: one of two is right alone, their mean is right.
    @Test
    void cellsAverageDisjointCommittees() {
        Committee all =
                new Committee(Matrix.of(new double[] {1}, new double[] {-3}, new double[] {1}, new double[] {2}));
        assertEquals(0.25, MarginAveraging.Cell.of(1, all, 1, new int[] {-1}).accuracy());
        MarginAveraging.Cell pairs = MarginAveraging.Cell.of(1, all, 2, new int[] {-1});
        assertEquals(2, pairs.committees());
        assertEquals(0.5, pairs.accuracy());
        // 1 and 0: deviation √½, standard error of the mean of two ½
        assertEquals(0.5, pairs.error(), 1e-12);
        assertTrue(
                Double.isNaN(MarginAveraging.Cell.of(1, all, 4, new int[] {-1}).error()));
    }

    /// At a training point the process has no doubt: every draw is α y.
    @Test
    void theProcessInterpolatesItsTrainingPoints() {
        ProcessDraws process = ProcessDraws.of(NETWORK, points(), SIGNS, points());
        Committee draws = process.draw(2, 4, Streams.ofSeed(1));
        for (int i = 0; i < 6; i++) {
            // inputs are float32: squared norms are off by some 2⁻²³ of their size, and σ² is what is left of 1 less
            // that;
            // σ is then below 1e-3, and four draws stay within 5 σ
            assertEquals(2 * SIGNS[i], draws.scores().at(3, i), 5e-3);
        }
    }

    /// Balanced neurons see a point of the plane whole only if its elements sum to 0.
    @Test
    void pointsOfThePlaneKeepTheirAnglesWithoutACommonPart() {
        float[] x = ConfidenceMaps.onSphere(0.5f, -2).toArray();
        float[] y = ConfidenceMaps.onSphere(1, 3).toArray();
        double product = 0;
        double square = 0;
        double sum = 0;
        for (int i = 0; i < 4; i++) {
            product += x[i] * y[i];
            square += x[i] * x[i];
            sum += x[i];
        }
        // float32 numbers of at most 2: each of the sums is off by at most a few 2⁻²³
        assertEquals(4 * (0.5 - 6 + 1) / Math.sqrt((0.25 + 4 + 1) * (1 + 9 + 1)), product, 2e-6);
        assertEquals(4, square, 2e-6);
        assertEquals(0, sum, 2e-6);
    }
}

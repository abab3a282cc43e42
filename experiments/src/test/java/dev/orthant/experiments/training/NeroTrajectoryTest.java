package dev.orthant.experiments.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orthant.autograd.loss.ResidualNorm;
import dev.orthant.layers.Initialiser;
import dev.orthant.layers.Network;
import dev.orthant.layers.Sequential;
import dev.orthant.optimizers.Nero;
import dev.orthant.optimizers.schedule.Schedule;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.random.Streams;
import dev.orthant.tensor.weights.Weight;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Twenty steps of the whole training loop (tensors, tape, layers, Nero) against the same mathematics written out in
/// float64, loop by loop, with nothing in common but the initial weights.
class NeroTrajectoryTest {
    private static final long SEED = 42;
    private static final int EXAMPLES = 6;
    private static final int INPUTS = 10;
    private static final int WIDTH = 12;
    private static final int STEPS = 20;
    private static final double DECAY = 0.9;

    @Test
    void twentyStepsOnThreeLayersFollowTheStraightLineImplementation() {
        Streams streams = Streams.ofSeed(SEED);
        Network network = Network.create(
                Sequential.multilayerPerceptron(3, WIDTH, 1),
                Shape.of(INPUTS),
                new Initialiser.UniformFanIn(),
                streams.named("initial"));
        Tensor inputs = streams.named("inputs").gaussian(Shape.of(EXAMPLES, INPUTS));
        Tensor targets = Tensor.of(Shape.of(EXAMPLES, 1), 1, -1, 1, 1, -1, -1);
        List<double[][]> expected = new ArrayList<>();
        for (Weight weight : network.weights().all()) {
            expected.add(rows(weight.tensor()));
        }
        straightLine(expected, rows(inputs), targets.toArray());

        new Trainer<>(Nero.standard(), new Schedule.Exponential(DECAY), new ResidualNorm(), EXAMPLES, STEPS)
                .train(network, inputs, targets, streams);

        double squaredDifference = 0;
        double squaredNorm = 0;
        int layer = 0;
        for (Weight weight : network.weights().all()) {
            double[][] actual = rows(weight.tensor());
            for (int i = 0; i < actual.length; i++) {
                for (int j = 0; j < actual[i].length; j++) {
                    double difference = actual[i][j] - expected.get(layer)[i][j];
                    squaredDifference += difference * difference;
                    squaredNorm += expected.get(layer)[i][j] * expected.get(layer)[i][j];
                }
            }
            layer++;
        }
        // Float32 rounds by 6·10⁻⁸ relative; twenty steps of length 0.01 carry at most a few hundred roundings on.
        double relative = Math.sqrt(squaredDifference / squaredNorm);
        assertTrue(relative <= 1e-5, "relative difference " + relative + ", seed " + SEED);
        assertEquals(3, layer);
    }

    /// Nero on f(x) = W₃ φ(W₂ φ(W₁ x)), φ = √2·relu, loss ‖f(X) − t‖; changes the weights in place.
    private static void straightLine(List<double[][]> weights, double[][] x, float[] t) {
        double[][] w1 = weights.get(0);
        double[][] w2 = weights.get(1);
        double[][] w3 = weights.get(2);
        weights.forEach(NeroTrajectoryTest::project);
        double[] v1 = new double[w1.length];
        double[] v2 = new double[w2.length];
        double[] v3 = new double[w3.length];
        for (int step = 1; step <= STEPS; step++) {
            double[][] z1 = new double[x.length][w1.length];
            double[][] h1 = new double[x.length][w1.length];
            double[][] z2 = new double[x.length][w2.length];
            double[][] h2 = new double[x.length][w2.length];
            double[] residual = new double[x.length];
            double squares = 0;
            for (int n = 0; n < x.length; n++) {
                for (int i = 0; i < w1.length; i++) {
                    z1[n][i] = dot(w1[i], x[n]);
                    h1[n][i] = Math.sqrt(2) * Math.max(0, z1[n][i]);
                }
                for (int i = 0; i < w2.length; i++) {
                    z2[n][i] = dot(w2[i], h1[n]);
                    h2[n][i] = Math.sqrt(2) * Math.max(0, z2[n][i]);
                }
                residual[n] = dot(w3[0], h2[n]) - t[n];
                squares += residual[n] * residual[n];
            }
            double[][] g1 = new double[w1.length][INPUTS];
            double[][] g2 = new double[w2.length][WIDTH];
            double[][] g3 = new double[1][WIDTH];
            for (int n = 0; n < x.length; n++) {
                double d3 = residual[n] / Math.sqrt(squares);
                double[] d1 = new double[WIDTH];
                for (int i = 0; i < WIDTH; i++) {
                    g3[0][i] += d3 * h2[n][i];
                    double d2 = z2[n][i] > 0 ? Math.sqrt(2) * d3 * w3[0][i] : 0;
                    for (int j = 0; j < WIDTH; j++) {
                        g2[i][j] += d2 * h1[n][j];
                        d1[j] += z1[n][j] > 0 ? Math.sqrt(2) * d2 * w2[i][j] : 0;
                    }
                }
                for (int i = 0; i < WIDTH; i++) {
                    for (int j = 0; j < INPUTS; j++) {
                        g1[i][j] += d1[i] * x[n][j];
                    }
                }
            }
            double rate = 0.01 * Math.pow(DECAY, step - 1);
            turn(w1, g1, v1, rate, step);
            turn(w2, g2, v2, rate, step);
            turn(w3, g3, v3, rate, step);
        }
    }

    private static void turn(double[][] w, double[][] g, double[] v, double rate, int step) {
        for (int i = 0; i < w.length; i++) {
            v[i] = 0.999 * v[i] + 0.001 * dot(g[i], g[i]);
            double root = Math.sqrt(v[i] / (1 - Math.pow(0.999, step)));
            for (int j = 0; j < w[i].length && root > 0; j++) {
                w[i][j] -= rate * g[i][j] / root; // the scale of projected weights is 1
            }
        }
        project(w);
    }

    private static void project(double[][] w) {
        for (double[] row : w) {
            double mean = 0;
            for (double entry : row) {
                mean += entry / row.length;
            }
            double squares = 0;
            for (int j = 0; j < row.length; j++) {
                row[j] -= mean;
                squares += row[j] * row[j];
            }
            for (int j = 0; j < row.length; j++) {
                row[j] /= Math.sqrt(squares);
            }
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static double[][] rows(Tensor tensor) {
        int rows = tensor.shape().axis(0);
        int columns = tensor.size() / rows;
        float[] numbers = tensor.toArray();
        double[][] result = new double[rows][columns];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                result[i][j] = numbers[i * columns + j];
            }
        }
        return result;
    }
}

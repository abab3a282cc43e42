package dev.orthant.experiments.bayespoint;

import dev.orthant.experiments.report.Pictures;
import dev.orthant.layers.Layer;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.random.Streams;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// What committees of several label scales say over a square of the plane, in pictures: two interleaved half circles of
/// training points, networks above, Gaussian process below, the label scale growing to the right. White where the votes
/// are split, blue and orange where they agree on −1 and +1.
///
/// A point (a, b) becomes (a, b, 1) on a sphere, as networks without biases need it, turned into the four dimensions of inputs
/// whose elements sum to 0: balanced neurons, whose weights sum to 0, do not see what all elements of an input have in common.
final class ConfidenceMaps {
    private static final int POINTS = 16; // of each class
    private static final double NOISE = 0.08;
    private static final double REACH = 1.6; // the square is [−1.6, 1.6]²
    private static final float[] NEGATIVE = {0.0f, 0.45f, 0.70f};
    private static final float[] POSITIVE = {0.84f, 0.37f, 0.0f};

    private final int size;
    private final float[] points = new float[2 * POINTS * 2];
    private final int[] signs = new int[2 * POINTS];
    private final List<Tensor> above = new ArrayList<>();
    private final List<Tensor> below = new ArrayList<>();

    /// @param size rows and columns of a map
    ConfidenceMaps(int size, Streams streams) {
        this.size = size;
        RandomGenerator random = streams.generator();
        for (int i = 0; i < signs.length; i++) {
            signs[i] = i % 2 == 0 ? 1 : -1;
            double angle = Math.PI * (i / 2 + 0.5) / POINTS;
            double a = signs[i] * (Math.cos(angle) - 0.5);
            double b = signs[i] * (Math.sin(angle) - 0.25);
            points[2 * i] = (float) (a + NOISE * random.nextGaussian());
            points[2 * i + 1] = (float) (b + NOISE * random.nextGaussian());
        }
    }

    /// Two maps, of networks and of the process, at one label scale.
    void add(FullBatchNero rule, Layer architecture, double labelScale, int functions, Streams streams) {
        Tensor train = onSphere(points);
        Tensor grid = onSphere(grid());
        Ensemble networks = Ensemble.train(
                rule, architecture, train, signs, labelScale, grid, functions, streams.named("networks"), () -> {});
        above.add(map(networks.committee().votes()));
        // so many that the grain of independent draws is not seen
        below.add(map(ProcessDraws.of(architecture, train, signs, grid)
                .draw(labelScale, 1001, streams.named("process"))
                .votes()));
    }

    /// All of them, in one PNG.
    byte[] png() {
        return Pictures.png(List.of(above, below), size);
    }

    private float[] grid() {
        float[] grid = new float[2 * size * size];
        for (int i = 0; i < size * size; i++) {
            grid[2 * i] = (float) (REACH * (2 * (i % size + 0.5) / size - 1));
            grid[2 * i + 1] = (float) (REACH * (1 - 2 * (Math.floorDiv(i, size) + 0.5) / size));
        }
        return grid;
    }

    /// (a, b, 1)·2/‖(a, b, 1)‖ in the basis (1, 1, −1, −1)/2, (1, −1, 1, −1)/2, (1, −1, −1, 1)/2: squared norm 4, sum 0.
    ///
    /// @param pairs a and b by turns
    static Tensor onSphere(float... pairs) {
        float[] inputs = new float[2 * pairs.length];
        for (int i = 0; i < pairs.length / 2; i++) {
            double a = pairs[2 * i];
            double b = pairs[2 * i + 1];
            double norm = Math.sqrt(a * a + b * b + 1);
            inputs[4 * i] = (float) ((a + b + 1) / norm);
            inputs[4 * i + 1] = (float) ((a - b - 1) / norm);
            inputs[4 * i + 2] = (float) ((-a + b - 1) / norm);
            inputs[4 * i + 3] = (float) ((-a - b + 1) / norm);
        }
        return Tensor.wrap(Shape.of(pairs.length / 2, 4), inputs);
    }

    /// Colours of mean votes, with the training points in dark.
    private Tensor map(double[] votes) {
        float[] colours = new float[3 * votes.length];
        for (int i = 0; i < votes.length; i++) {
            float[] full = votes[i] < 0 ? NEGATIVE : POSITIVE;
            for (int c = 0; c < 3; c++) {
                colours[3 * i + c] = (float) (1 + Math.abs(votes[i]) * (full[c] - 1));
            }
        }
        for (int i = 0; i < signs.length; i++) {
            int column = (int) ((points[2 * i] / REACH + 1) / 2 * size);
            int row = (int) ((1 - points[2 * i + 1] / REACH) / 2 * size);
            float[] full = signs[i] < 0 ? NEGATIVE : POSITIVE;
            if (row >= 0 && row < size && column >= 0 && column < size) {
                for (int c = 0; c < 3; c++) {
                    colours[3 * (row * size + column) + c] = full[c] / 3;
                }
            }
        }
        return Tensor.wrap(Shape.of(votes.length, 3), colours);
    }
}

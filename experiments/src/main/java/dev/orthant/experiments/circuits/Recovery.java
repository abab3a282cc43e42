package dev.orthant.experiments.circuits;

import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.weights.Weights;
import java.util.Arrays;

/// How close a recovered circuit is to the true one, after all that the responses cannot tell is taken out: the order of the
/// cells of a kind, and the scale of a cell, which the cells after it undo.
///
///     every bipolar and amacrine cell: incoming magnitudes sum to 1, the scale moves to its outgoing connections
///
/// Cells are matched one to one by the largest |cosine| of their incoming connections, greedily. A cell whose sign is flipped
/// stays flipped: with a linear path beside it the responses would be the same (relu(z) = relu(−z) + z), and the sign is what
/// knowledge of the cell types adds.
///
/// @param error    ‖Ŵ − W‖ / ‖W‖ over all matrices
/// @param f1       harmonic mean of precision and recall of the connections, those of at least 5 % of their matrix' largest
/// @param signs    share of the true connections whose sign is right
record Recovery(double error, double f1, double signs) {
    private static final double THRESHOLD = 0.05;

    static Recovery of(Circuit circuit, Weights truth, Weights found) {
        double[][][] expected = normalised(circuit, truth);
        double[][][] actual = matched(expected, normalised(circuit, found));
        double squares = 0;
        double norm = 0;
        int both = 0;
        int onlyTrue = 0;
        int onlyFound = 0;
        int rightSigns = 0;
        for (int m = 0; m < expected.length; m++) {
            double largest = largest(actual[m]);
            for (int i = 0; i < expected[m].length; i++) {
                for (int j = 0; j < expected[m][i].length; j++) {
                    double t = expected[m][i][j];
                    double f = actual[m][i][j];
                    squares += (f - t) * (f - t);
                    norm += t * t;
                    boolean present = largest > 0 && Math.abs(f) >= THRESHOLD * largest;
                    both += t != 0 && present ? 1 : 0;
                    onlyTrue += t != 0 && !present ? 1 : 0;
                    onlyFound += t == 0 && present ? 1 : 0;
                    rightSigns += t != 0 && t * f > 0 ? 1 : 0;
                }
            }
        }
        return new Recovery(
                Math.sqrt(squares / norm),
                2.0 * both / Math.max(1, 2 * both + onlyTrue + onlyFound),
                (double) rightSigns / Math.max(1, both + onlyTrue));
    }

    /// W₁, W₂, W₃, W₄ in the gauge.
    private static double[][][] normalised(Circuit circuit, Weights weights) {
        double[][] w1 = rows(weights.get(Circuit.STIMULUS_TO_BIPOLAR));
        double[][] w2 = rows(weights.get(Circuit.BIPOLAR_TO_AMACRINE));
        double[][] w3 = rows(weights.get(Circuit.BIPOLAR_TO_GANGLION));
        double[][] w4 = rows(weights.get(Circuit.AMACRINE_TO_GANGLION));
        for (int cell = 0; cell < circuit.bipolar(); cell++) {
            double scale = scale(w1[cell]);
            multiplyColumn(w2, cell, scale);
            multiplyColumn(w3, cell, scale);
        }
        for (int cell = 0; cell < circuit.amacrine(); cell++) {
            multiplyColumn(w4, cell, scale(w2[cell]));
        }
        return new double[][][] {w1, w2, w3, w4};
    }

    /// The found matrices with their cells in the order of the expected ones.
    private static double[][][] matched(double[][][] expected, double[][][] found) {
        int[] bipolar = match(expected[0], found[0]);
        double[][] w1 = rowsOf(found[0], bipolar);
        double[][] w2 = columnsOf(found[1], bipolar);
        double[][] w3 = columnsOf(found[2], bipolar);
        int[] amacrine = match(expected[1], w2);
        return new double[][][] {w1, rowsOf(w2, amacrine), w3, columnsOf(found[3], amacrine)};
    }

    /// For every expected row the index of a found one.
    private static int[] match(double[][] expected, double[][] found) {
        int count = expected.length;
        int[] chosen = new int[count];
        Arrays.fill(chosen, -1);
        boolean[] taken = new boolean[count];
        for (int round = 0; round < count; round++) {
            int bestExpected = -1;
            int bestFound = -1;
            double best = -1;
            for (int i = 0; i < count; i++) {
                for (int j = 0; j < count; j++) {
                    double cosine = Math.abs(cosine(expected[i], found[j]));
                    if (chosen[i] < 0 && !taken[j] && cosine > best) {
                        best = cosine;
                        bestExpected = i;
                        bestFound = j;
                    }
                }
            }
            chosen[bestExpected] = bestFound;
            taken[bestFound] = true;
        }
        return chosen;
    }

    private static double cosine(double[] a, double[] b) {
        double product = 0;
        double aa = 0;
        double bb = 0;
        for (int i = 0; i < a.length; i++) {
            product += a[i] * b[i];
            aa += a[i] * a[i];
            bb += b[i] * b[i];
        }
        return aa == 0 || bb == 0 ? 0 : product / Math.sqrt(aa * bb);
    }

    private static double[][] rows(Tensor tensor) {
        int columns = tensor.shape().axis(1);
        double[][] rows = new double[tensor.shape().axis(0)][columns];
        float[] numbers = tensor.toArray();
        for (int i = 0; i < numbers.length; i++) {
            rows[i / columns][i % columns] = numbers[i];
        }
        return rows;
    }

    /// Divides a row by the sum of its magnitudes.
    ///
    /// @return that sum; 1 where it is 0, and the row stays
    private static double scale(double[] row) {
        double sum = Arrays.stream(row).map(Math::abs).sum();
        if (sum == 0) {
            return 1;
        }
        for (int i = 0; i < row.length; i++) {
            row[i] /= sum;
        }
        return sum;
    }

    private static void multiplyColumn(double[][] matrix, int column, double factor) {
        for (double[] row : matrix) {
            row[column] *= factor;
        }
    }

    private static double[][] rowsOf(double[][] matrix, int[] order) {
        return Arrays.stream(order).mapToObj(i -> matrix[i]).toArray(double[][]::new);
    }

    private static double[][] columnsOf(double[][] matrix, int[] order) {
        return Arrays.stream(matrix)
                .map(row -> Arrays.stream(order).mapToDouble(i -> row[i]).toArray())
                .toArray(double[][]::new);
    }

    private static double largest(double[][] matrix) {
        return Arrays.stream(matrix)
                .flatMapToDouble(Arrays::stream)
                .map(Math::abs)
                .max()
                .orElse(0);
    }
}

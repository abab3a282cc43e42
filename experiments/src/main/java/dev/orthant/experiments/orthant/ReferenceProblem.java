package dev.orthant.experiments.orthant;

import dev.orthant.tensor.linear.Matrix;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntUnaryOperator;

/// An orthant problem, mostly one whose answer is known.
///
/// Exact answers come from quadrature over one factor, from a transfer operator (autoregressive scores) or from a formula;
/// those with a standard error were pooled from long runs of several estimators in another program.
///
/// @param name          short
/// @param covariance    [n, n]
/// @param labels        n numbers, each 1 or -1
/// @param truth         ln P; NaN if unknown
/// @param standardError of the truth; 0 where it is exact, NaN if unknown
record ReferenceProblem(String name, Matrix covariance, List<Integer> labels, double truth, double standardError) {
    /// The golden ratio less one: equidistributed angles.
    private static final double GOLDEN = 0.6180339887498949;

    /// Name and size tell the problems of one run apart.
    boolean same(ReferenceProblem other) {
        return name.equals(other.name) && size() == other.size();
    }

    boolean known() {
        return !Double.isNaN(truth);
    }

    int size() {
        return labels.size();
    }

    int[] signs() {
        return labels.stream().mapToInt(Integer::intValue).toArray();
    }

    /// All fifteen, from the easiest structure to points on spheres.
    static List<ReferenceProblem> all() {
        return List.of(
                equicorrelated(0.5, 10, -2.39789527279837),
                equicorrelated(0.2, 200, -13.270587555183),
                equicorrelated(0.9, 500, -1.848083439226),
                oneFactor(
                        "factor 0.5, every fifth negative",
                        50,
                        i -> Math.sqrt(0.5) * (i % 5 == 0 ? -1 : 1),
                        -26.984540296664),
                autoregressive(
                        "autoregressive 0.9, runs of 7", 0.9, 100, i -> i / 7 % 2 == 0 ? 1 : -1, -48.890569909619),
                autoregressive("autoregressive 0.5", 0.5, 500, i -> 1, -184.290386504782),
                positive(
                        "random walk",
                        Matrix.fill(100, 100, (i, j) -> Math.min(i + 1, j + 1) / Math.sqrt((i + 1.0) * (j + 1))),
                        -2.876200030711,
                        0),
                oneFactor("factor 0.9 cos i", 200, i -> 0.9 * Math.cos(i), -141.186483254109),
                fourBlocks(),
                sphere("points in 10 dimensions, depth 2", 100, 10, 2, i -> Math.sin(i + 1), -27.6035, 0.0010),
                sphere(
                        "points in 10 dimensions, depth 7, pseudo-random labels",
                        200,
                        10,
                        7,
                        i -> Math.sin(3 * Math.pow(i + 1, 2)),
                        -163.9405,
                        0.0008),
                sphere("points in 12 dimensions, depth 3", 500, 12, 3, i -> Math.sin(i + 1), -81.434, 0.003),
                circle(),
                positive("grid of 10 by 10", Matrix.fill(100, 100, ReferenceProblem::gridCorrelation), -5.3450, 0.0006),
                oneFactor(
                        "factor 0.3, every third negative",
                        120,
                        i -> Math.sqrt(0.3) * (i % 3 == 0 ? -1 : 1),
                        -78.318758308432));
    }

    private static ReferenceProblem positive(String name, Matrix covariance, double truth, double standardError) {
        int[] ones = new int[covariance.rows()];
        Arrays.fill(ones, 1);
        return signed(name, covariance, ones, truth, standardError);
    }

    private static ReferenceProblem signed(
            String name, Matrix covariance, int[] labels, double truth, double standardError) {
        return new ReferenceProblem(
                name, covariance, Arrays.stream(labels).boxed().toList(), truth, standardError);
    }

    private static ReferenceProblem equicorrelated(double correlation, int size, double truth) {
        return positive(
                "equicorrelated " + correlation, Matrix.fill(size, size, (i, j) -> i == j ? 1 : correlation), truth, 0);
    }

    /// fᵢ = λᵢ t + √(1 − λᵢ²) eᵢ
    private static ReferenceProblem oneFactor(String name, int size, IntToDoubleFunction loading, double truth) {
        return positive(name, factorMatrix(size, loading), truth, 0);
    }

    private static Matrix factorMatrix(int size, IntToDoubleFunction loading) {
        return Matrix.fill(size, size, (i, j) -> i == j ? 1 : loading.applyAsDouble(i) * loading.applyAsDouble(j));
    }

    private static ReferenceProblem autoregressive(
            String name, double correlation, int size, IntUnaryOperator label, double truth) {
        int[] labels = new int[size];
        Arrays.setAll(labels, label);
        return signed(
                name, Matrix.fill(size, size, (i, j) -> Math.pow(correlation, Math.abs(i - j))), labels, truth, 0);
    }

    private static ReferenceProblem fourBlocks() {
        double[] squares = {0.5, 0.2, 0.9, 0.7};
        int[] negatives = {0, 5, 0, 10};
        IntToDoubleFunction loading = i -> Math.sqrt(squares[i / 50]) * (i % 50 < negatives[i / 50] ? -1 : 1);
        Matrix within = factorMatrix(200, loading);
        return positive(
                "four blocks",
                Matrix.fill(200, 200, (i, j) -> i / 50 == j / 50 ? within.at(i, j) : 0),
                -52.442587735579,
                0);
    }

    /// The covariance of an infinitely wide network of that depth at points `sin((i+1)(k+1)^1.3)`, brought to length 1.
    private static ReferenceProblem sphere(
            String name, int size, int inputs, int depth, IntToDoubleFunction score, double truth, double error) {
        Matrix points = Matrix.fill(size, inputs, (i, k) -> Math.sin((i + 1) * Math.pow(k + 1, 1.3)));
        Matrix products = points.multiplyTransposedRight(points);
        Matrix cosines =
                Matrix.fill(size, size, (i, j) -> products.at(i, j) / Math.sqrt(products.at(i, i) * products.at(j, j)));
        return signed(name, network(cosines, depth), signsOf(size, score), truth, error);
    }

    private static ReferenceProblem circle() {
        IntToDoubleFunction angle = i -> 2 * Math.PI * (i * GOLDEN - Math.floor(i * GOLDEN));
        Matrix cosines = Matrix.fill(40, 40, (i, j) -> Math.cos(angle.applyAsDouble(i) - angle.applyAsDouble(j)));
        return signed(
                "circle, depth 2",
                network(cosines, 2),
                signsOf(40, i -> Math.cos(angle.applyAsDouble(i) - 0.3)),
                -7.3699,
                0.0010);
    }

    private static double gridCorrelation(int i, int j) {
        return Math.exp(-Math.hypot(i / 10 - j / 10, i % 10 - j % 10) / 5);
    }

    private static int[] signsOf(int size, IntToDoubleFunction score) {
        int[] labels = new int[size];
        Arrays.setAll(labels, i -> score.applyAsDouble(i) > 0 ? 1 : -1);
        return labels;
    }

    /// The arc-cosine map of ReLU layers, depth − 1 times: t → (√(1 − t²) + t (π − arccos t))/π, diagonal exactly 1.
    static Matrix network(Matrix cosines, int depth) {
        Matrix kernel = cosines;
        for (int layer = 1; layer < depth; layer++) {
            kernel = kernel.map(value -> {
                double t = Math.clamp(value, -1, 1);
                return Math.clamp((Math.sqrt(1 - t * t) + t * (Math.PI - Math.acos(t))) / Math.PI, -1, 1);
            });
        }
        Matrix last = kernel;
        return Matrix.fill(last.rows(), last.columns(), (i, j) -> i == j ? 1 : last.at(i, j));
    }
}

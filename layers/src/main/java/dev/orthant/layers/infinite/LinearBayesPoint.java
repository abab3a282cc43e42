package dev.orthant.layers.infinite;

import dev.orthant.tensor.ShapeException;
import dev.orthant.tensor.linear.Matrix;
import dev.orthant.tensor.random.Streams;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/// The Bayes point of a linear classifier sign⟨w, x⟩: the centre of its version space, the directions w that classify all training
/// examples correctly.
///
/// Two ways to points of the version space, whose mean (each of length 1) is the estimate of the centre:
///
///     perceptron   starts at 0 and adds yᵢ xᵢ for every mistake, examples in random order, until there is none
///     hit and run  from a point inside, along a random direction, to a uniform point of the chord within the unit ball
///
/// The second draws uniformly once it has forgotten its start. Source: Herbrich, Graepel and Campbell 2001, "Bayes point
/// machines", section 4; Lovász 1999, "Hit-and-run mixes fast".
///
/// ```java
/// LinearBayesPoint quadrant = LinearBayesPoint.of(Matrix.identity(2), new int[] {1, 1});      // w₁ > 0 and w₂ > 0
/// quadrant.separates(1, 2);                                                                   // → true
/// quadrant.separates(1, -2);                                                                  // → false
/// Matrix solutions = quadrant.perceptrons(10, 10, Streams.ofSeed(0));
/// LinearBayesPoint.centre(solutions);                                                         // → [0.7071…
/// ```
///
/// @param signed rows yᵢ xᵢ, [n, d]
/// @since 0.1.0
public record LinearBayesPoint(Matrix signed) {
    /// Examples and their labels apart.
    ///
    /// @param examples [n, d]
    /// @param labels   +1 or −1
    /// @return the version space of these examples
    /// @throws ShapeException if there is not one label per example
    /// @throws IllegalArgumentException if a label is neither 1 nor -1, or an example not finite
    public static LinearBayesPoint of(Matrix examples, int[] labels) {
        if (labels.length != examples.rows()) {
            throw new ShapeException("bayes point: " + labels.length + " labels came for " + examples.rows()
                    + " examples; one each is required");
        }
        SignLabels.require("bayes point", labels);
        if (!examples.isFinite()) {
            throw new IllegalArgumentException("bayes point: an example holds NaN or infinite numbers; finite ones are"
                    + " required: leave it out");
        }
        return new LinearBayesPoint(
                Matrix.fill(examples.rows(), examples.columns(), (i, j) -> labels[i] * examples.at(i, j)));
    }

    /// Perceptron solutions of length 1, each from its own random order.
    ///
    /// @param count   how many
    /// @param passes  over the examples before it gives up
    /// @param streams solution k takes the child `indexed(k)`
    /// @return       [count, d]
    /// @throws IllegalArgumentException if the passes are used up: the examples may not be separable by a plane through 0
    public Matrix perceptrons(int count, int passes, Streams streams) {
        Matrix solutions = Matrix.zeros(count, signed.columns());
        for (int k = 0; k < count; k++) {
            solutions.setRow(k, perceptron(passes, streams.indexed(k)));
        }
        return solutions;
    }

    private double[] perceptron(int passes, Streams streams) {
        double[] w = new double[signed.columns()];
        for (int pass = 0; pass < passes; pass++) {
            int mistakes = 0;
            for (int i : streams.indexed(pass).permutation(signed.rows())) {
                if (!(product(i, w) > 0)) {
                    mistakes++;
                    for (int j = 0; j < w.length; j++) {
                        w[j] += signed.at(i, j);
                    }
                }
            }
            if (mistakes == 0) {
                return unit(w);
            }
        }
        throw new IllegalArgumentException("bayes point: a perceptron still errs after " + passes
                + " passes; examples that a plane through 0 separates are required, or more passes");
    }

    /// Points of the version space within the unit ball, uniform after a while.
    ///
    /// @param start    a point inside: a perceptron's solution
    /// @param count    how many are kept
    /// @param thinning steps for each that is kept; the first tenth of all is discarded besides
    /// @param streams  for the directions and the places on the chords
    /// @return         [count, d]
    /// @throws IllegalArgumentException if the start is not inside
    public Matrix hitAndRun(double[] start, int count, int thinning, Streams streams) {
        if (!separates(start)) {
            throw new IllegalArgumentException("bayes point: the chain's start does not classify all training examples"
                    + " correctly; a point of the version space is required: a perceptron's solution");
        }
        RandomGenerator random = streams.generator();
        double[] w = unit(start);
        Arrays.setAll(w, j -> w[j] / 2); // inside the ball
        Matrix points = Matrix.zeros(count, w.length);
        for (int k = -count / 10; k < count; k++) {
            for (int step = 0; step < thinning; step++) {
                double[] direction = new double[w.length];
                Arrays.setAll(direction, j -> random.nextGaussian());
                double[] chord = chord(w, unit(direction));
                double length = chord[0] + random.nextDouble() * (chord[1] - chord[0]);
                double[] along = unit(direction);
                Arrays.setAll(w, j -> w[j] + length * along[j]);
            }
            if (k >= 0) {
                points.setRow(k, w);
            }
        }
        return points;
    }

    /// How far one can go backwards and forwards within ball and version space.
    private double[] chord(double[] w, double[] direction) {
        double projection = 0;
        double square = 0;
        for (int j = 0; j < w.length; j++) {
            projection += w[j] * direction[j];
            square += w[j] * w[j];
        }
        double half = Math.sqrt(projection * projection + 1 - square);
        double least = -projection - half;
        double most = -projection + half;
        for (int i = 0; i < signed.rows(); i++) {
            double speed = product(i, direction);
            double wall = -product(i, w) / speed;
            if (speed > 0) {
                least = Math.max(least, wall);
            } else if (speed < 0) {
                most = Math.min(most, wall);
            }
        }
        return new double[] {Math.min(least, 0), Math.max(most, 0)};
    }

    /// {@return the mean of points, each scaled to length 1, scaled to length 1}
    ///
    /// @param points [count, d]
    public static double[] centre(Matrix points) {
        double[] sum = new double[points.columns()];
        for (int k = 0; k < points.rows(); k++) {
            double[] point = unit(points.row(k));
            Arrays.setAll(sum, j -> sum[j] + point[j]);
        }
        return unit(sum);
    }

    /// {@return whether w classifies all training examples correctly}
    ///
    /// @param w direction, `[d]`
    public boolean separates(double... w) {
        for (int i = 0; i < signed.rows(); i++) {
            if (!(product(i, w) > 0)) {
                return false;
            }
        }
        return true;
    }

    private double product(int i, double[] w) {
        double sum = 0;
        for (int j = 0; j < w.length; j++) {
            sum += signed.at(i, j) * w[j];
        }
        return sum;
    }

    private static double[] unit(double[] w) {
        double norm = Math.sqrt(Arrays.stream(w).map(v -> v * v).sum());
        if (!(norm > 0)) {
            throw new IllegalArgumentException("bayes point: a direction of length 0 came; a longer one is required");
        }
        return Arrays.stream(w).map(v -> v / norm).toArray();
    }
}

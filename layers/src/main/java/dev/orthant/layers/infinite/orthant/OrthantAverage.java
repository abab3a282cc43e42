package dev.orthant.layers.infinite.orthant;

import dev.orthant.tensor.ShapeException;
import dev.orthant.tensor.linear.Cholesky;
import dev.orthant.tensor.linear.Matrix;
import dev.orthant.tensor.linear.NotPositiveDefinite;
import dev.orthant.tensor.random.Streams;
import java.util.Arrays;
import java.util.List;

/// How well a random infinitely wide network that fits the training labels does on test examples.
///
///     accuracy = mean_j pⱼ / p,   p = P[train labels],   pⱼ = P[train labels and test label j]
///
/// Source: "On the implicit biases of architecture and gradient descent" (arXiv 2110.04274, version 1), section 5, which
/// estimates p and every pⱼ apart with [PublishedEstimator]. Here all come from the same samples of [GhkEstimator]: given
/// the scores on the training examples, test score j is normal, so that pⱼ = E[w Φ(cⱼ bⱼ)]. The standard error is
/// that of a ratio of two means (delta method).
///
/// ```java
/// Matrix covariance = Matrix.of(new double[] {1, 0.5}, new double[] {0.5, 1});    // a training and a test example
/// OrthantAverage average = OrthantAverage.estimate(covariance, new int[] {1}, new int[] {1}, 1000, Streams.ofSeed(0));
/// // ⅓ of the networks are right on both, ½ on the first
/// average.trainLogProbability();                                                  // → -0.69314…
/// Math.abs(average.accuracy() - 2.0 / 3) < 3 * average.standardError();           // → true
/// ```
///
/// @param accuracy            mean over the test examples, in [0, 1]
/// @param standardError       of the accuracy
/// @param effectiveSampleSize of the weights on the training labels
/// @param trainLogProbability ln p
/// @since 0.1.0
public record OrthantAverage(
        double accuracy, double standardError, double effectiveSampleSize, double trainLogProbability) {
    /// Of what is explained: near to singular training covariances multiply errors of 1e-16 by up to 1e12.
    private static final double ROUNDING = 1e-3;

    /// {@return the average error, 1 − accuracy}
    public double error() {
        return 1 - accuracy;
    }

    /// Samples scores on the training examples, and looks from there at every test example.
    ///
    /// @param covariance  of the training examples followed by the test examples, [n + m, n + m]
    /// @param trainLabels n numbers, each 1 or -1
    /// @param testLabels  m numbers, each 1 or -1, m at least 1
    /// @param samples     how many to draw, at least 2
    /// @param streams     where the samples come from
    /// @return the average accuracy and its error bar
    /// @throws NotPositiveDefinite if the covariance is none
    public static OrthantAverage estimate(
            Matrix covariance, int[] trainLabels, int[] testLabels, long samples, Streams streams) {
        requireProblem(covariance, trainLabels, testLabels, samples);
        int train = trainLabels.length;
        int[] labels = Arrays.copyOf(trainLabels, train + testLabels.length);
        System.arraycopy(testLabels, 0, labels, train, testLabels.length);
        Matrix signed = SignedCorrelation.of(covariance, labels).matrix();
        SignedCorrelation fitted = new SignedCorrelation(signed.block(0, train, 0, train));
        if (fitted.contradictory()) {
            throw new IllegalArgumentException("orthant average: two training examples are the same but for their"
                    + " labels; no network fits them, so there is nothing to average over");
        }
        Cholesky cholesky = fitted.regular().cholesky();
        double[][] factor = cholesky.lower().toArray2d();
        double[][] cross = crossFactor(cholesky, signed, train);
        List<Sums> blocks = SampleBlocks.map(
                samples,
                SequentialSamples.BLOCK,
                (block, count) -> Sums.of(SequentialSamples.draw(factor, count, streams.indexed(block)), cross));
        return blocks.stream().reduce(Sums.NONE, Sums::plus).toAverage();
    }

    /// Row j holds `b`'s coefficients for test example j: L⁻¹ k_j, divided by the standard deviation that is left.
    private static double[][] crossFactor(Cholesky cholesky, Matrix signed, int train) {
        double[][] cross = cholesky.solveLower(signed.block(0, train, train, signed.rows()))
                .transpose()
                .toArray2d();
        for (double[] row : cross) {
            double explained = Arrays.stream(row).map(value -> value * value).sum();
            if (explained > 1 + ROUNDING) {
                throw new NotPositiveDefinite("orthant average: the training examples explain " + explained
                        + " of a test example's variance of 1; a covariance of training and test examples together is"
                        + " required: check how it was computed");
            }
            double deviation = Math.sqrt(Math.max(1 - explained, 1e-12)); // a copy of a training example leaves 0
            Arrays.setAll(row, k -> row[k] / deviation);
        }
        return cross;
    }

    private static void requireProblem(Matrix covariance, int[] trainLabels, int[] testLabels, long samples) {
        if (samples < 2) {
            throw new IllegalArgumentException("orthant average: " + samples
                    + " samples were asked for; at least 2 are required for a standard error");
        }
        int size = trainLabels.length + testLabels.length;
        if (covariance.rows() != size
                || covariance.columns() != size
                || trainLabels.length == 0
                || testLabels.length == 0) {
            throw new ShapeException("orthant average: the covariance is [" + covariance.rows() + ", "
                    + covariance.columns() + "] and " + trainLabels.length + " train and " + testLabels.length
                    + " test labels came; it must be [n + m, n + m], n and m at least 1");
        }
    }

    /// Sums over samples of w, w², w g, w² g, w² g² with g the mean over test examples of Φ(b), all scaled by the
    /// largest weight.
    private record Sums(WeightSummary weights, double first, double cross, double second) {
        static final Sums NONE = new Sums(WeightSummary.NONE, 0, 0, 0);

        static Sums of(SequentialSamples samples, double[][] coefficients) {
            double[] logWeights = samples.logWeights();
            double[] accuracy = new double[logWeights.length];
            for (double[] row : coefficients) {
                double[] bounds = SequentialSamples.combine(row, row.length, samples.whitened(), logWeights.length);
                for (int sample = 0; sample < bounds.length; sample++) {
                    accuracy[sample] += SpecialFunctions.normalCdf(bounds[sample]) / coefficients.length;
                }
            }
            WeightSummary summary = WeightSummary.of(logWeights);
            double first = 0;
            double cross = 0;
            double second = 0;
            for (int sample = 0; sample < accuracy.length; sample++) {
                double weight = Math.exp(logWeights[sample] - summary.largest());
                first += weight * accuracy[sample];
                cross += weight * weight * accuracy[sample];
                second += weight * weight * accuracy[sample] * accuracy[sample];
            }
            return new Sums(summary, first, cross, second);
        }

        Sums plus(Sums other) {
            WeightSummary together = weights.plus(other.weights);
            double mine = Math.exp(weights.largest() - together.largest());
            double theirs = Math.exp(other.weights.largest() - together.largest());
            return new Sums(
                    together,
                    mine * first + theirs * other.first,
                    mine * mine * cross + theirs * theirs * other.cross,
                    mine * mine * second + theirs * theirs * other.second);
        }

        OrthantAverage toAverage() {
            double accuracy = first / weights.sum();
            // Σ w² (g − accuracy)², expanded
            double spread = second - 2 * accuracy * cross + accuracy * accuracy * weights.sumOfSquares();
            return new OrthantAverage(
                    accuracy,
                    Math.sqrt(Math.max(0, spread)) / weights.sum(),
                    weights.effectiveSampleSize(),
                    weights.logMean());
        }
    }
}

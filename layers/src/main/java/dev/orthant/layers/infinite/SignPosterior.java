package dev.orthant.layers.infinite;

import dev.orthant.tensor.ShapeException;
import dev.orthant.tensor.linear.Cholesky;
import dev.orthant.tensor.linear.Matrix;
import dev.orthant.tensor.linear.NotPositiveDefinite;
import dev.orthant.tensor.random.Streams;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/// Infinitely wide networks that have the right signs on the training examples: functions f whose training scores f_X are drawn
/// from some distribution over the orthant, and whose test scores follow the prior given f_X.
///
///     f_* = K_*x K⁻¹ f_X + L ε,   L Lᵀ = K_** − K_*x K⁻¹ K_x* (its diagonal alone: every test example by itself)
///
/// Two distributions of f_X: the prior restricted to the orthant (scores from an
/// [dev.orthant.layers.infinite.orthant.OrthantChain]), and its spherised form, which is drawn without any chain:
///
///     f_X = det(K)^(1/2n) · |z| ∘ y,   z ~ N(0, I)
///
/// Its divergence from the prior is the closed-form bound on the information content (Bernstein and Yue 2021).
///
/// ```java
/// Matrix cross = Matrix.columnOf(0.5);                                // one training and one test example of correlation ½
/// SignPosterior posterior = SignPosterior.of(Matrix.identity(1), cross, Matrix.columnOf(1));
/// posterior.centre(2);                                                // → [1.0]
/// posterior.deviations();                                             // → [0.86602…
/// Matrix scores = posterior.spherisedScores(new int[] {-1}, 100, Streams.ofSeed(0));
/// Arrays.stream(scores.column(0)).allMatch(score -> score < 0);       // → true
/// posterior.functions(scores, Streams.ofSeed(1)).votes()[0] < 0;      // → true
/// ```
///
/// @since 0.1.0
public final class SignPosterior {
    /// Of a variance: near to singular train blocks multiply errors of 1e-16 by up to 1e12.
    private static final double ROUNDING = 1e-3;

    private final GaussianProcess process;
    private final Matrix cross;
    private final double[] deviations;

    private SignPosterior(GaussianProcess process, Matrix cross, double[] deviations) {
        this.process = process;
        this.cross = cross;
        this.deviations = deviations;
    }

    /// Prepares the prediction: K is factored once for any number of functions.
    ///
    /// @param train        K, [n, n]
    /// @param cross        K_*x, [m, n]
    /// @param testVariance the diagonal of K_**, [m, 1]
    /// @return the posterior of these training and test examples
    /// @throws NotPositiveDefinite if K cannot be factored even with jitter, or a test example would be left with less than no
    ///                             variance
    /// @throws ShapeException if the sizes do not fit each other
    public static SignPosterior of(Matrix train, Matrix cross, Matrix testVariance) {
        if (testVariance.rows() != cross.rows() || testVariance.columns() != 1 || cross.columns() != train.rows()) {
            throw new ShapeException("sign posterior: train, cross and variance are [" + train.rows() + ", "
                    + train.columns() + "], [" + cross.rows() + ", " + cross.columns() + "] and ["
                    + testVariance.rows() + ", " + testVariance.columns()
                    + "]; [n, n], [m, n] and [m, 1] are required");
        }
        GaussianProcess process = GaussianProcess.of(train);
        Matrix explained = process.cholesky().solveLower(cross.transpose());
        double[] deviations = new double[cross.rows()];
        for (int i = 0; i < deviations.length; i++) {
            double left = testVariance.at(i, 0);
            for (int k = 0; k < explained.rows(); k++) {
                left -= explained.at(k, i) * explained.at(k, i);
            }
            if (!(left >= -ROUNDING * testVariance.at(i, 0))) { // also rejects NaN
                throw new NotPositiveDefinite("sign posterior: the training examples leave " + left
                        + " of the variance " + testVariance.at(i, 0) + " of test example " + i
                        + "; a covariance of training and test examples together is required: check how it was"
                        + " computed");
            }
            deviations[i] = Math.sqrt(Math.max(0, left)); // a test example that is a training example: rounding
        }
        return new SignPosterior(process, cross, deviations);
    }

    /// {@return what was added to the diagonal of K to factor it; 0 if nothing was needed}
    public double jitter() {
        return process.jitter();
    }

    /// Training scores of the spherised posterior.
    ///
    /// @param labels  +1 or −1, `[n]`
    /// @param count   functions that are drawn
    /// @param streams for |z|
    /// @return       [count, n]
    /// @throws ShapeException if there is not one label per training example
    public Matrix spherisedScores(int[] labels, int count, Streams streams) {
        if (labels.length != process.size()) {
            throw new ShapeException("sign posterior: " + labels.length + " labels came for " + process.size()
                    + " training examples; one each is required");
        }
        SignLabels.require("sign posterior", labels);
        Cholesky cholesky = process.cholesky();
        double radius = Math.exp(cholesky.logDeterminant() / (2.0 * labels.length));
        RandomGenerator random = streams.generator();
        return Matrix.fill(count, labels.length, (_, i) -> radius * Math.abs(random.nextGaussian()) * labels[i]);
    }

    /// One function for each row of training scores, at the test examples.
    ///
    /// @param trainScores f_X, [count, n]
    /// @param streams     for ε
    /// @return            [count, m]; each test example's noise is independent: good for what looks at one at a time
    public Committee functions(Matrix trainScores, Streams streams) {
        Matrix means = process.mean(cross, trainScores.transpose()).transpose();
        RandomGenerator random = streams.generator();
        return new Committee(Matrix.fill(
                means.rows(), means.columns(), (f, i) -> means.at(f, i) + deviations[i] * random.nextGaussian()));
    }

    /// {@return the scores of the function in the centre, given the mean of the training scores: `K_*x K⁻¹ E f_X`}
    /// For the spherised posterior E f_X is a multiple of the labels.
    ///
    /// @param meanTrainScores E f_X, one per training example
    public double[] centre(double... meanTrainScores) {
        return process.mean(cross, Matrix.columnOf(meanTrainScores)).column(0);
    }

    /// {@return standard deviation of each test example's score, given the training scores}
    public double[] deviations() {
        return Arrays.copyOf(deviations, deviations.length);
    }
}

package dev.orthant.layers.infinite;

import dev.orthant.tensor.ShapeException;
import dev.orthant.tensor.linear.Cholesky;
import dev.orthant.tensor.linear.Matrix;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/// Infinitely wide networks that interpolate given targets: a Gaussian process conditioned on them.
///
///     mean       = K_*x K⁻¹ y
///     covariance = K_** − K_*x K⁻¹ K_x*
///
/// Source: Rasmussen and Williams 2006, "Gaussian processes for machine learning", equation 2.19 (no noise). The train
/// block is factored once, for any number of targets and test sets.
///
/// ```java
/// GaussianProcess process = GaussianProcess.of(Matrix.identity(1));           // one training example
/// Matrix cross = Matrix.columnOf(0.5);                                        // one test example of correlation ½
/// GaussianProcess.Posterior posterior = process.posterior(cross, Matrix.identity(1), 2);
/// posterior.mean().at(0, 0);                                                  // → 1.0
/// posterior.covariance().at(0, 0);                                            // → 0.75
/// GaussianProcess.Samples samples = posterior.sample(Matrix.columnOf(1));     // one standard deviation above the mean
/// samples.scores().at(0, 0);                                                  // → 1.86602…
/// ```
///
/// @since 0.1.0
public final class GaussianProcess {
    /// Relative to the mean variance: what rounding explains.
    private static final double ASYMMETRY = 1e-6;

    private final Cholesky cholesky;
    private final double meanVariance;

    private GaussianProcess(Cholesky cholesky, double meanVariance) {
        this.cholesky = cholesky;
        this.meanVariance = meanVariance;
    }

    /// Without noise: the process goes through its targets.
    ///
    /// @param train K, the covariance of the training examples, [n, n]
    /// @return the process, whose train block is factored now
    /// @throws dev.orthant.tensor.linear.NotPositiveDefinite if it cannot be factored even with jitter
    public static GaussianProcess of(Matrix train) {
        return of(train, 0);
    }

    /// With independent noise on the targets.
    ///
    /// @param train K, [n, n]
    /// @param noise variance of the noise relative to the mean of the diagonal of K, at least 0; a ridge of 10⁻⁶ to
    ///              10⁻² is usual when labels are regressed on
    /// @return the process, whose train block is factored now
    /// @throws ShapeException if K is not square or of no example
    /// @throws IllegalArgumentException if the noise is negative or infinite, K holds a number that is not finite, is not
    ///                                  symmetric or 0
    /// @throws dev.orthant.tensor.linear.NotPositiveDefinite if K cannot be factored even with jitter
    public static GaussianProcess of(Matrix train, double noise) {
        if (!(noise >= 0 && noise < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "gaussian process: the noise is " + noise + " but must be finite and at least 0");
        }
        if (!train.isFinite()) {
            throw new IllegalArgumentException("gaussian process: the train block holds NaN or infinite numbers;"
                    + " look for such examples or targets");
        }
        if (train.rows() != train.columns() || train.rows() == 0) {
            throw new ShapeException("gaussian process: the train block is [" + train.rows() + ", " + train.columns()
                    + "]; it must be square, of at least one example");
        }
        double meanVariance = Arrays.stream(train.diagonal()).average().orElseThrow();
        if (!(meanVariance > 0)) {
            throw new IllegalArgumentException("gaussian process: the variances of the training examples are "
                    + meanVariance + " on average; they must be positive: are all examples zeros?");
        }
        requireSymmetric(train, meanVariance);
        Matrix noisy = noise > 0 ? train.plusDiagonal(noise * meanVariance) : train;
        return new GaussianProcess(Cholesky.withJitter(noisy), meanVariance);
    }

    /// The factorisation reads one half and would not notice.
    private static void requireSymmetric(Matrix train, double scale) {
        for (int i = 0; i < train.rows(); i++) {
            for (int j = 0; j < i; j++) {
                if (!(Math.abs(train.at(i, j) - train.at(j, i)) <= ASYMMETRY * scale)) {
                    throw new IllegalArgumentException("gaussian process: elements (" + i + ", " + j + ") and (" + j
                            + ", " + i + ") of the train block are " + train.at(i, j) + " and " + train.at(j, i)
                            + "; they must be equal: check how it was computed");
                }
            }
        }
    }

    /// {@return what was added to the diagonal of the train block to factor it; 0 if nothing was needed}
    public double jitter() {
        return cholesky.jitter();
    }

    /// {@return number of training examples}
    public int size() {
        return cholesky.lower().rows();
    }

    /// K = L Lᵀ, of the train block.
    Cholesky cholesky() {
        return cholesky;
    }

    /// {@return ln P density of targets under the process, `−½ yᵀK⁻¹y − ½ ln det K − (n/2) ln 2π`}
    ///
    /// @param targets y, one per training example
    public double logLikelihood(double... targets) {
        Matrix whitened = cholesky.solveLower(Matrix.columnOf(targets));
        double square =
                Arrays.stream(whitened.column(0)).map(value -> value * value).sum();
        return -0.5 * (square + cholesky.logDeterminant() + size() * Math.log(2 * Math.PI));
    }

    /// The mean scores of the test examples: `K_*x K⁻¹ Y`.
    ///
    /// @param cross   K_*x, [m, n]: row i holds the covariances of test example i with the training examples
    /// @param targets Y, [n, outputs]: each column a set of targets
    /// @return        [m, outputs]
    /// @throws IllegalArgumentException if a target is NaN or infinite
    public Matrix mean(Matrix cross, Matrix targets) {
        requireCross(cross);
        if (!targets.isFinite()) {
            throw new IllegalArgumentException("gaussian process: a target is NaN or infinite; finite targets are"
                    + " required: leave such examples out");
        }
        return cross.multiply(cholesky.solve(targets));
    }

    /// The covariance that is left: `K_** − V Vᵀ` with `V = K_*x L⁻ᵀ`. It does not depend on the targets.
    ///
    /// @param cross K_*x, [m, n]
    /// @param test  K_**, [m, m]
    /// @return      [m, m], exactly symmetric if `test` is
    public Matrix covariance(Matrix cross, Matrix test) {
        requireCross(cross);
        if (test.rows() != cross.rows() || test.columns() != cross.rows()) {
            throw new ShapeException("gaussian process: the test block is [" + test.rows() + ", " + test.columns()
                    + "] and the cross block has " + cross.rows() + " rows; it must be square with as many rows");
        }
        Matrix explained = cholesky.solveLower(cross.transpose()).transpose();
        return test.minus(explained.multiplyTransposedRight(explained));
    }

    /// {@return the process at the test examples, conditioned on the targets}
    ///
    /// @param cross   K_*x, [m, n]
    /// @param test    K_**, [m, m]
    /// @param targets y, one per training example
    public Posterior posterior(Matrix cross, Matrix test, double... targets) {
        Matrix mean = mean(cross, Matrix.columnOf(targets));
        Matrix covariance = covariance(cross, test);
        return new Posterior(mean, covariance, meanVariance);
    }

    /// A Gaussian distribution of scores at the test examples.
    ///
    /// @param mean       [m, 1]
    /// @param covariance [m, m]
    /// @param scale      size of the prior variances: rounding errors of the covariance are relative to it
    public record Posterior(Matrix mean, Matrix covariance, double scale) {
        /// Joint samples, `mean + chol(covariance) ε`.
        ///
        /// @param count  samples, at least 1
        /// @param random source of the noise; the same numbers give the same samples
        /// @return each row a sample of the scores at all test examples, [count, m], and the jitter that it took
        public Samples sample(int count, RandomGenerator random) {
            return sample(Matrix.fill(count, mean.rows(), (_, _) -> random.nextGaussian()));
        }

        /// As [#sample(int, RandomGenerator)], from given noise ε.
        ///
        /// @param noise independent standard normal numbers, [count, m]
        /// @return each row a sample, [count, m], and the jitter that it took
        public Samples sample(Matrix noise) {
            Cholesky factor = Cholesky.withJitter(covariance, scale);
            Matrix deviation = noise.multiplyTransposedRight(factor.lower());
            Matrix scores =
                    Matrix.fill(noise.rows(), mean.rows(), (sample, i) -> mean.at(i, 0) + deviation.at(sample, i));
            return new Samples(scores, factor.jitter());
        }
    }

    /// What was drawn from a posterior.
    ///
    /// @param scores [count, m]: each row a sample
    /// @param jitter what was added to the diagonal of the covariance to factor it
    public record Samples(Matrix scores, double jitter) {}

    private void requireCross(Matrix cross) {
        if (cross.columns() != size()) {
            throw new ShapeException("gaussian process: the cross block is [" + cross.rows() + ", " + cross.columns()
                    + "]; it must have " + size() + " columns, one per training example");
        }
        if (!cross.isFinite()) {
            throw new IllegalArgumentException("gaussian process: the cross block holds NaN or infinite numbers; finite"
                    + " ones are required: look for such test examples");
        }
    }
}

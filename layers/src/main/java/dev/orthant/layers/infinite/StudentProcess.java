package dev.orthant.layers.infinite;

import dev.orthant.tensor.ShapeException;
import dev.orthant.tensor.linear.Matrix;

/// Infinitely wide networks whose last layer's variance is itself random: a scale mixture of Gaussian processes.
///
///     v ~ InverseGamma(a, b),  f | v ~ N(0, v K)        so that f ~ Student's t, 2a degrees of freedom, scale (b/a) K
///
///     given targets y of n examples:   2a + n degrees of freedom
///     mean  = K_*x K⁻¹ y
///     scale = (b + yᵀ K⁻¹ y/2)/(a + n/2) · (K_** − K_*x K⁻¹ K_x*)
///
/// The mean is that of the Gaussian process; the uncertainty grows if the targets fit the kernel badly. Source: Shah,
/// Wilson and Ghahramani 2014, "Student-t processes"; Lee, Yun, Yang and Lee 2022, "Scale mixtures of neural network
/// Gaussian processes".
///
/// ```java
/// StudentProcess process = StudentProcess.of(Matrix.identity(1), 2, 2);
/// Matrix unrelated = Matrix.zeros(1, 1);                                                      // a test example of correlation 0
/// StudentProcess.Posterior posterior = process.posterior(unrelated, Matrix.identity(1), Matrix.columnOf(1));
/// posterior.degreesOfFreedom();                                                               // → 5.0
/// posterior.scale().at(0, 0);                                                                 // → 1.0
/// process.posterior(unrelated, Matrix.identity(1), Matrix.columnOf(3)).scale().at(0, 0);      // → 2.6
/// ```
///
/// @since 0.1.0
public final class StudentProcess {
    private final GaussianProcess gaussian;
    private final double shape;
    private final double rate;

    private StudentProcess(Matrix train, double shape, double rate) {
        this.gaussian = GaussianProcess.of(train);
        this.shape = shape;
        this.rate = rate;
    }

    /// The process before any targets.
    ///
    /// @param train K, [n, n], noise included
    /// @param shape a, more than 0; the variance of the prior exists for a > 1
    /// @param rate  b, more than 0
    /// @return the process, whose train block is factored now
    /// @throws IllegalArgumentException if a or b is not more than 0
    /// @throws dev.orthant.tensor.linear.NotPositiveDefinite if K cannot be factored even with jitter
    public static StudentProcess of(Matrix train, double shape, double rate) {
        if (!(shape > 0) || !(rate > 0)) {
            throw new IllegalArgumentException(
                    "student process: shape is " + shape + " and rate " + rate + "; both must be more than 0");
        }
        return new StudentProcess(train, shape, rate);
    }

    /// {@return what was added to the diagonal of the train block to factor it; 0 if nothing was needed}
    public double jitter() {
        return gaussian.jitter();
    }

    /// The process at the test examples, conditioned on the targets of one or more outputs that share v.
    ///
    /// @param cross   K_*x, [m, n]
    /// @param test    K_**, [m, m]
    /// @param targets y, [n, outputs]
    /// @return mean, scale and degrees of freedom at the test examples
    /// @throws ShapeException if there is not one row of targets per training example
    public Posterior posterior(Matrix cross, Matrix test, Matrix targets) {
        if (targets.rows() != gaussian.size()) {
            throw new ShapeException("student process: there are targets of " + targets.rows() + " examples and "
                    + gaussian.size() + " training examples; as many are required");
        }
        Matrix whitened = gaussian.cholesky().solveLower(targets);
        double square = 0;
        for (double[] row : whitened.toArray2d()) {
            for (double number : row) {
                square += number * number;
            }
        }
        double count = (double) targets.rows() * targets.columns();
        double factor = (rate + square / 2) / (shape + count / 2);
        return new Posterior(
                gaussian.mean(cross, targets), gaussian.covariance(cross, test).scaled(factor), 2 * shape + count);
    }

    /// A multivariate t distribution of scores at the test examples, for each output.
    ///
    /// @param mean             [m, outputs]
    /// @param scale            [m, m]
    /// @param degreesOfFreedom more than 0
    public record Posterior(Matrix mean, Matrix scale, double degreesOfFreedom) {
        /// {@return the covariance, scale · ν/(ν − 2)}
        ///
        /// @throws IllegalArgumentException if there are no more than 2 degrees of freedom
        public Matrix covariance() {
            if (!(degreesOfFreedom > 2)) {
                throw new IllegalArgumentException("student process: with " + degreesOfFreedom
                        + " degrees of freedom there is no covariance; more than 2 are required");
            }
            return scale.scaled(degreesOfFreedom / (degreesOfFreedom - 2));
        }
    }
}

package dev.orthant.layers.infinite;

import dev.orthant.tensor.ShapeException;
import dev.orthant.tensor.linear.Matrix;
import dev.orthant.tensor.linear.NotPositiveDefinite;
import dev.orthant.tensor.linear.SymmetricEigen;
import java.util.Arrays;

/// Infinitely wide networks trained by gradient flow on squared loss, at any time.
///
///     loss = Σ (f − y)²/(2 N k)          N examples, k outputs; learning rate η: after time t, t gradient steps of size η
///     P(t) = Θ⁻¹ (I − exp(−η t Θ/(N k)))
///     B    = Θ_*x P(t)
///     mean = B y
///     cov  = K_** + B K_xx Bᵀ − B K_x* − (B K_x*)ᵀ
///
/// Θ is the NTK and K the NNGP of the training examples if all layers train, Θ = K if only the last one does: then the
/// distribution at t = ∞ is the Gaussian process posterior. Networks start from random weights; for one that starts from
/// outputs f₀ put y − f₀ for y and add f₀. Source: Lee, Xiao, Schoenholz, Bahri, Novak, Sohl-Dickstein and Pennington
/// 2019, "Wide neural networks of any depth evolve as linear models under gradient descent", equations 14 and 15.
///
/// P(t) comes from the eigenvalues of Θ = V diag(λ) Vᵀ, found once for all times: P(t) = V diag(p) Vᵀ with
///
///     p = (1 − e^−x)/λ,  x = η t λ/(N k);   η t/(N k) where λ is 0
///
/// so that duplicate examples do no harm at finite times. An eigenvalue off by ε moves p by less than ½ (η t/(N k))² ε.
/// Eigenvalues below 10⁻¹² of the mean of Θ's diagonal are rounding errors and may be negative, and e^−x would grow without
/// bound: they are taken as that, the first jitter of a factorisation at t = ∞.
///
/// ```java
/// Matrix one = Matrix.identity(1);                                                // a single example: Θ = K = 1
/// GradientFlow flow = GradientFlow.of(one, one, 1, 1);
/// GradientFlow.Moment half = flow.at(Math.log(2));                                // e^−t = ½
/// (float) half.mean(one, Matrix.columnOf(3)).at(0, 0);                            // → 1.5
/// (float) half.covariance(one, one, one).at(0, 0);                                // → 0.25
/// flow.at(Double.POSITIVE_INFINITY).mean(one, Matrix.columnOf(3)).at(0, 0);       // → 3.0
/// GradientFlow.maximalLearningRate(one, 1, 0);                                    // → 2.0
/// ```
///
/// @since 0.1.0
public final class GradientFlow {
    /// Below this x, (1 − e^−x)/x = 1 − x/2 to the last digit.
    private static final double SMALL = 1e-8;

    /// Times the mean of the diagonal: the least eigenvalue that is told from rounding errors; and the most negative that may be
    /// one, which is the largest jitter of a factorisation.
    private static final double LEAST_EIGENVALUE = 1e-12;
    private static final double MOST_NEGATIVE = -1e-8;

    private final Matrix tangent;
    private final Matrix covariance;
    private final double rate;
    private final SymmetricEigen eigen;
    private final double[] values; // eigenvalues, none below the least that is no rounding error

    private GradientFlow(Matrix tangent, Matrix covariance, double rate) {
        this.tangent = tangent;
        this.covariance = covariance;
        this.rate = rate;
        this.eigen = SymmetricEigen.of(tangent);
        double scale = Arrays.stream(tangent.diagonal()).average().orElse(0);
        double least = eigen.values()[0];
        if (least < MOST_NEGATIVE * scale) {
            throw new NotPositiveDefinite("gradient flow: the tangent kernel has the eigenvalue " + least
                    + "; none may be negative but for rounding: check how it was computed");
        }
        this.values = Arrays.stream(eigen.values())
                .map(value -> Math.max(value, LEAST_EIGENVALUE * scale))
                .toArray();
    }

    /// Any Θ and K.
    ///
    /// @param tangent      Θ of the training examples, [N, N]; add a ridge to it if wanted
    /// @param covariance   K of the training examples, [N, N]
    /// @param learningRate η, more than 0
    /// @param outputs      k, at least 1
    /// @return the flow, whose eigenvalues are found now
    /// @throws ShapeException if Θ and K are not square matrices of the same size, at least one example
    /// @throws NotPositiveDefinite if Θ has an eigenvalue that is negative beyond rounding
    public static GradientFlow of(Matrix tangent, Matrix covariance, double learningRate, int outputs) {
        if (tangent.rows() != tangent.columns()
                || covariance.rows() != tangent.rows()
                || covariance.columns() != tangent.rows()) {
            throw new ShapeException(
                    "gradient flow: the tangent kernel is [" + tangent.rows() + ", " + tangent.columns()
                            + "] and the covariance [" + covariance.rows() + ", " + covariance.columns()
                            + "]; both must be square, of the same size");
        }
        if (tangent.rows() == 0) {
            throw new ShapeException("gradient flow: no training example came; at least one is required");
        }
        boolean finite = tangent.isFinite() && covariance.isFinite();
        if (!(learningRate > 0 && learningRate < Double.POSITIVE_INFINITY) || outputs < 1 || !finite) {
            throw new IllegalArgumentException("gradient flow: learning rate " + learningRate + ", " + outputs
                    + " outputs and kernels that are " + (finite ? "finite" : "not finite")
                    + " came; more than 0 and finite, at least 1 and finite are required");
        }
        return new GradientFlow(tangent, covariance, learningRate / ((double) tangent.rows() * outputs));
    }

    /// {@return the flow of networks all of whose layers train}
    ///
    /// @param train        kernels of the training examples among themselves
    /// @param learningRate η, more than 0
    /// @param outputs      k, at least 1
    /// @throws NoClosedForm if the block has no NTK
    public static GradientFlow ofNtk(KernelBlock train, double learningRate, int outputs) {
        return of(train.ntk(), train.nngp(), learningRate, outputs);
    }

    /// {@return the flow of networks whose last layer alone trains}
    ///
    /// @param train        kernels of the training examples among themselves
    /// @param learningRate η, more than 0
    /// @param outputs      k, at least 1
    public static GradientFlow ofNngp(KernelBlock train, double learningRate, int outputs) {
        return of(train.nngp(), train.nngp(), learningRate, outputs);
    }

    /// The largest learning rate at which gradient descent with heavy-ball momentum converges, `2 (1 + m) N k/λ_max(Θ)`,
    /// for the loss above.
    ///
    /// @param tangent  Θ, [N, N]
    /// @param outputs  k
    /// @param momentum m, in [0, 1)
    /// @return η beyond which the largest component grows from step to step; infinite if Θ is 0
    public static double maximalLearningRate(Matrix tangent, int outputs, double momentum) {
        double[] values = SymmetricEigen.valuesOf(tangent);
        return 2 * (1 + momentum) * tangent.rows() * outputs / values[values.length - 1];
    }

    /// {@return the networks at a time}
    ///
    /// @param time t ≥ 0 in gradient steps; infinity if they trained to the end
    /// @throws IllegalArgumentException if the time is negative or not a number
    public Moment at(double time) {
        if (!(time >= 0)) {
            throw new IllegalArgumentException("gradient flow: the time is " + time + "; at least 0 is required");
        }
        if (time == Double.POSITIVE_INFINITY) {
            GaussianProcess process = GaussianProcess.of(tangent);
            return new Moment(
                    cross -> process.cholesky().solve(cross.transpose()).transpose(), process.jitter());
        }
        Matrix response = response(time);
        return new Moment(cross -> cross.multiply(response), 0);
    }

    /// P(t).
    private Matrix response(double time) {
        double factor = rate * time;
        Matrix vectors = eigen.vectors();
        Matrix scaled = Matrix.fill(values.length, values.length, (i, k) -> {
            double x = factor * values[k];
            return vectors.at(i, k) * (Math.abs(x) < SMALL ? factor * (1 - x / 2) : -Math.expm1(-x) / values[k]);
        });
        return scaled.multiplyTransposedRight(vectors);
    }

    /// What takes the tangent kernel's cross block to the weights B of the training targets.
    private interface Response {
        Matrix weights(Matrix cross);
    }

    /// The distribution of the networks' scores at one time.
    public final class Moment {
        private final Response response;
        private final double jitter;

        private Moment(Response response, double jitter) {
            this.response = response;
            this.jitter = jitter;
        }

        /// {@return what was added to the diagonal of Θ to factor it; 0 at finite times}
        public double jitter() {
            return jitter;
        }

        /// The mean over networks.
        ///
        /// @param crossTangent Θ_*x, [m, N]
        /// @param targets      y, [N, outputs]
        /// @return             [m, outputs]
        public Matrix mean(Matrix crossTangent, Matrix targets) {
            return response.weights(crossTangent).multiply(targets);
        }

        /// The covariance over networks; it does not depend on the targets.
        ///
        /// @param crossTangent    Θ_*x, [m, N]
        /// @param crossCovariance K_*x, [m, N]
        /// @param testCovariance  K_**, [m, m]
        /// @return                [m, m], exactly symmetric if `testCovariance` is
        public Matrix covariance(Matrix crossTangent, Matrix crossCovariance, Matrix testCovariance) {
            Matrix weights = response.weights(crossTangent);
            Matrix spread = weights.multiply(covariance).multiplyTransposedRight(weights);
            Matrix shared = weights.multiplyTransposedRight(crossCovariance);
            return Matrix.fill(
                    testCovariance.rows(),
                    testCovariance.columns(),
                    (i, j) -> testCovariance.at(i, j)
                            + (spread.at(i, j) + spread.at(j, i)) / 2
                            - (shared.at(i, j) + shared.at(j, i)));
        }
    }
}

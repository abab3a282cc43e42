package dev.orthant.layers.infinite;

import dev.orthant.tensor.ShapeException;
import dev.orthant.tensor.linear.Matrix;
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
/// P(t) is computed without Θ⁻¹, so that duplicate examples do no harm at finite times: with A = η t Θ/(N k),
///
///     P(t) = η t/(N k) · φ₁(A)          φ₁(A) = Σ_j (−A)ʲ/(j + 1)!
///
/// from the series for A/2ˢ and s doublings φ₁(2A) = ½ (I + e^−A) φ₁(A) (Higham 2008, "Functions of matrices", section
/// 10.7.4). Rounding in directions that Θ does not determine grows as η t λ_max/(N k) · 10⁻¹⁶.
public final class GradientFlow {
    /// Powers of a matrix of norm at most ½ that matter: 0.5¹⁴/15! = 5e-17.
    private static final int TERMS = 14;

    private final Matrix tangent;
    private final Matrix covariance;
    private final double rate;

    private GradientFlow(Matrix tangent, Matrix covariance, double rate) {
        this.tangent = tangent;
        this.covariance = covariance;
        this.rate = rate;
    }

    /// @param tangent      Θ of the training examples, [N, N]; add a ridge to it if wanted
    /// @param covariance   K of the training examples, [N, N]
    /// @param learningRate η, more than 0
    /// @param outputs      k, at least 1
    public static GradientFlow of(Matrix tangent, Matrix covariance, double learningRate, int outputs) {
        if (tangent.rows() != tangent.columns()
                || covariance.rows() != tangent.rows()
                || covariance.columns() != tangent.rows()) {
            throw new ShapeException(
                    "gradient flow: the tangent kernel is [" + tangent.rows() + ", " + tangent.columns()
                            + "] and the covariance [" + covariance.rows() + ", " + covariance.columns()
                            + "]; both must be square, of the same size");
        }
        if (!(learningRate > 0) || outputs < 1 || !tangent.isFinite()) {
            throw new IllegalArgumentException("gradient flow: learning rate " + learningRate + ", " + outputs
                    + " outputs and a tangent kernel that is " + (tangent.isFinite() ? "finite" : "not finite")
                    + " came; more than 0, at least 1 and finite are required");
        }
        return new GradientFlow(tangent, covariance, learningRate / ((double) tangent.rows() * outputs));
    }

    /// All layers train.
    ///
    /// @param train kernels of the training examples among themselves
    public static GradientFlow ofNtk(KernelBlock train, double learningRate, int outputs) {
        return of(train.ntk(), train.nngp(), learningRate, outputs);
    }

    /// The last layer trains.
    ///
    /// @param train kernels of the training examples among themselves
    public static GradientFlow ofNngp(KernelBlock train, double learningRate, int outputs) {
        return of(train.nngp(), train.nngp(), learningRate, outputs);
    }

    /// The largest learning rate at which gradient descent with heavy-ball momentum converges, `2 (1 + m) N k/λ_max(Θ)`,
    /// for the loss above.
    ///
    /// λ_max by power iteration, from below: to 10⁻¹³ unless the two largest eigenvalues are within 10⁻³ of each other.
    ///
    /// @param tangent  Θ, [N, N]
    /// @param outputs  k
    /// @param momentum m, in [0, 1)
    public static double maximalLearningRate(Matrix tangent, int outputs, double momentum) {
        double[] vector = new double[tangent.rows()];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = 1 + i % 7 / 10.0; // orthogonal to no eigenvector that can be expected
        }
        double largest = 0;
        for (int iteration = 0; iteration < 10_000; iteration++) {
            double norm = Math.sqrt(Arrays.stream(vector).map(v -> v * v).sum());
            double[] unit = Arrays.stream(vector).map(v -> v / norm).toArray();
            vector = tangent.multiply(unit);
            double rayleigh = 0;
            for (int i = 0; i < unit.length; i++) {
                rayleigh += unit[i] * vector[i];
            }
            if (Math.abs(rayleigh - largest) <= 1e-15 * Math.abs(rayleigh)) {
                largest = rayleigh;
                break;
            }
            largest = rayleigh;
        }
        return 2 * (1 + momentum) * tangent.rows() * outputs / largest;
    }

    /// The networks at a time.
    ///
    /// @param time t ≥ 0 in gradient steps; infinity if they trained to the end
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
        int size = tangent.rows();
        double norm = factor * rowSumNorm();
        int doublings = norm <= 0.5 ? 0 : Math.getExponent(norm) + 2;
        Matrix scaled = tangent.scaled(-factor * Math.scalb(1.0, -doublings));
        Matrix phi = Matrix.identity(size);
        for (int j = TERMS; j >= 1; j--) {
            phi = scaled.multiply(phi).scaled(1.0 / (j + 1)).plusDiagonal(1); // Horner's rule
        }
        Matrix decay = scaled.multiply(phi).plusDiagonal(1); // e^−A
        for (int i = 0; i < doublings; i++) {
            phi = phi.plus(decay.multiply(phi)).scaled(0.5);
            decay = decay.multiply(decay);
        }
        return phi.scaled(factor);
    }

    /// At least the largest eigenvalue.
    private double rowSumNorm() {
        double largest = 0;
        for (double[] row : tangent.toArray2d()) {
            largest = Math.max(largest, Arrays.stream(row).map(Math::abs).sum());
        }
        return largest;
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

        /// What was added to the diagonal of Θ to factor it; 0 at finite times.
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

package dev.orthant.layers.infinite.orthant;

import dev.orthant.tensor.MatrixView;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Span;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.kernel.ActiveKernels;
import dev.orthant.tensor.kernel.DoubleKernels;
import dev.orthant.tensor.kernel.Kernels;
import dev.orthant.tensor.linear.Cholesky;
import dev.orthant.tensor.linear.Matrix;
import dev.orthant.tensor.parallel.PerThread;
import dev.orthant.tensor.random.Streams;
import java.util.Arrays;

/// The estimator of the paper: importance sampling from a sphere-symmetric orthant.
///
///     P = 2⁻ⁿ E[exp(−½ (d ‖L⁻¹z‖² − ‖z‖²))],   zᵢ = |N(0, 1)| independent,   T = L Lᵀ,   d = det(T)^(1/n)
///
/// Source: Bernstein and Yue 2021, "Computing the information content of trained neural networks" (arXiv 2103.01045), which writes
/// the exponent as −½ zᵀ(d T⁻¹ − I)z. Here T is scaled to unit diagonal first.
///
/// **It does not converge for more than a few dozen labels**: the weights have infinite variance as soon as d uᵀT⁻¹u < ½‖u‖²
/// for some u in the orthant. A handful of samples then carries the estimate, which overstates −ln P, badly so for easy
/// tasks. Look at `effectiveSampleSize`; to know P rather than the published curves use another [OrthantEstimator].
///
/// ```java
/// Matrix covariance = Matrix.fill(9, 9, (i, j) -> i == j ? 1 : 0.5);
/// int[] labels = {1, 1, 1, 1, 1, 1, 1, 1, 1};
/// OrthantEstimate estimate = new PublishedEstimator(10_000).estimate(covariance, labels, Streams.ofSeed(0));
/// estimate.effectiveFraction() < 0.01;                                                    // → true
/// estimate.reliable();                                                                    // → false
/// new GhkEstimator(1000).estimate(covariance, labels, Streams.ofSeed(0)).reliable();      // → true
/// ```
///
/// @param samples how many to draw, at least 1; the paper's figures use 1 000 000
/// @since 0.1.0
public record PublishedEstimator(long samples) implements OrthantEstimator {
    /// Samples per piece of parallel work: part of the definition, since every block has its own stream.
    private static final int BLOCK = 512;

    /// Rows of the triangle that are multiplied together: their zeros above the diagonal are all that is wasted.
    private static final int ROWS = 128;

    /// A block's samples and their products: fresh arrays would come from memory, those of the block before are in a cache.
    private static final PerThread<float[]> BUFFERS = PerThread.withInitial(() -> new float[0]);

    /// Error of an exponent that nobody sees beside the sampling error.
    private static final double HARMLESS = 0.01;

    /// Checks the number of samples.
    ///
    /// @throws IllegalArgumentException if there is none
    public PublishedEstimator {
        SampleBlocks.requireSamples("published estimator", samples);
    }

    @Override
    public OrthantEstimate estimate(Matrix covariance, int[] labels, Streams streams) {
        SignedCorrelation problem = SignedCorrelation.of(covariance, labels);
        if (problem.contradictory()) {
            return OrthantEstimate.exact(Double.NEGATIVE_INFINITY);
        }
        int size = problem.size();
        RegularCorrelation regular = problem.regular();
        Cholesky cholesky = regular.cholesky();
        double scale = Math.exp(cholesky.logDeterminant() / size);
        Matrix triangle = cholesky.solveLower(Matrix.identity(size)).scaled(Math.sqrt(scale));
        double square = Arrays.stream(triangle.toArray2d())
                .flatMapToDouble(Arrays::stream)
                .map(u -> u * u)
                .sum();
        boolean single = 0x1p-24 * Math.sqrt(size) * square <= HARMLESS;
        Tensor inverse = single ? tensor(triangle) : Tensor.zeros(Shape.of(0));
        WeightSummary total = SampleBlocks.summarise(samples, BLOCK, (block, count) -> {
            float[] buffer = buffer(2 * count * size);
            Span z = new Span(buffer, 0, count * size);
            Kernels kernels = ActiveKernels.get();
            kernels.gaussian(streams.indexed(block).key(), 0, z);
            kernels.functions().absolute(z, z);
            return single ? exponents(inverse, buffer, count) : exponents(triangle, buffer, count);
        });
        return regular.judge(total.times(-size * Math.log(2), regular.jitter()));
    }

    /// The exponents of one block of samples, in float32 products and float64 sums.
    ///
    /// @param triangle √d L⁻¹, [n, n]
    /// @param buffer   [samples, n], and room for as many numbers
    private static double[] exponents(Tensor triangle, float[] buffer, int count) {
        Kernels kernels = ActiveKernels.get();
        MatrixView u = triangle.matrix();
        int size = u.rows();
        MatrixView samples = new MatrixView(buffer, 0, count, size, size);
        MatrixView y = new MatrixView(buffer, count * size, count, size, size);
        for (int row = 0; row < size; row += ROWS) {
            int last = Math.min(row + ROWS, size);
            kernels.multiplyTransposedRight(
                    new MatrixView(samples.array(), samples.from(), samples.rows(), last, size),
                    new MatrixView(u.array(), u.from() + row * size, last - row, last, size),
                    new MatrixView(y.array(), y.from() + row, y.rows(), last - row, size));
        }
        double[] exponents = new double[samples.rows()];
        Arrays.setAll(
                exponents,
                sample -> -0.5 * (kernels.sumOfSquares(y.row(sample)) - kernels.sumOfSquares(samples.row(sample))));
        return exponents;
    }

    /// The same in float64: for covariances so near to singular that float32 would be off by more than [#HARMLESS].
    private static double[] exponents(Matrix triangle, float[] buffer, int count) {
        int size = triangle.rows();
        Matrix samples = Matrix.fill(count, size, (i, j) -> buffer[i * size + j]);
        Matrix y = samples.multiplyTransposedRight(triangle);
        DoubleKernels kernels = ActiveKernels.get().doubles();
        double[] exponents = new double[samples.rows()];
        for (int sample = 0; sample < exponents.length; sample++) {
            double[] point = samples.row(sample);
            double[] image = y.row(sample);
            exponents[sample] = -0.5
                    * (kernels.dot(image, 0, image, 0, image.length) - kernels.dot(point, 0, point, 0, point.length));
        }
        return exponents;
    }

    private static float[] buffer(int length) {
        float[] buffer = BUFFERS.get();
        if (buffer.length < length) {
            buffer = new float[length];
            BUFFERS.set(buffer);
        }
        return buffer;
    }

    private static Tensor tensor(Matrix matrix) {
        Tensor tensor = Tensor.zeros(Shape.of(matrix.rows(), matrix.columns()));
        MatrixView view = tensor.matrix();
        for (int i = 0; i < view.rows(); i++) {
            for (int j = 0; j < view.columns(); j++) {
                view.array()[view.from() + i * view.stride() + j] = (float) matrix.at(i, j);
            }
        }
        return tensor;
    }
}

package dev.orthant.layers.empirical;

import dev.orthant.layers.Initialiser;
import dev.orthant.layers.Layer;
import dev.orthant.layers.Network;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.linear.Matrix;
import dev.orthant.tensor.parallel.Parallel;
import dev.orthant.tensor.random.Streams;
import java.util.Arrays;
import java.util.List;

/// The kernel of any architecture, whether its limit is known or not, from networks with random weights:
///
///     K̂(x, x′) = 1/(M n) Σ_m Σ_c f_c(x; w_m) f_c(x′; w_m)          M networks, n outputs
///
/// A finite width leaves a bias of order 1/width, the number of networks an error of order 1/√M that is stated (Novak et al. 2019,
/// section 4).
///
/// ```java
/// Tensor examples = Tensor.of(Shape.of(2, 2), 1, 1, 1, -1);
/// Layer layer = Sequential.of(Linear.of(64), new ScaledRelu(), Linear.of(1));
/// MonteCarloKernel estimate = MonteCarloKernel.sample(layer, examples, 1000, Streams.ofSeed(0));
/// estimate.largestDeviation(layer.kernel(KernelBlock.ofInputs(examples)).nngp(), 0) < 4;      // → true
/// ```
///
/// @param kernel        K̂, [examples, examples], exactly symmetric
/// @param standardError of each element, from the spread over networks; the bias is not in it
/// @param networks      M
/// @since 0.1.0
public record MonteCarloKernel(Matrix kernel, Matrix standardError, int networks) {
    /// Draws the networks from the prior.
    ///
    /// @param layer    the architecture; all numbers of its output count as outputs
    /// @param examples [count, …]
    /// @param networks at least 2
    /// @param streams  network m takes the child `indexed(m)`
    /// @return their mean kernel and its standard error
    /// @throws IllegalArgumentException if fewer than 2 networks are asked for
    public static MonteCarloKernel sample(Layer layer, Tensor examples, int networks, Streams streams) {
        if (networks < 2) {
            throw new IllegalArgumentException(
                    "monte carlo kernel: " + networks + " networks came; at least 2 are required to see their spread");
        }
        int[] axes = examples.shape().toArray();
        Shape input = Shape.of(Arrays.copyOfRange(axes, 1, axes.length));
        List<Matrix> samples = Parallel.map(networks, index -> {
            Network network = Network.create(layer, input, new Initialiser.Prior(), streams.indexed(index));
            Tensor scores = network.predict(examples);
            return Matrix.gram(scores, scores).scaled((double) axes[0] / scores.size());
        });
        Matrix mean = samples.stream().reduce(Matrix::plus).orElseThrow().scaled(1.0 / networks);
        Matrix error = Matrix.fill(axes[0], axes[0], (i, j) -> {
            double squares = 0;
            for (Matrix sample : samples) {
                double deviation = sample.at(i, j) - mean.at(i, j);
                squares += deviation * deviation;
            }
            return Math.sqrt(squares / (networks - 1.0) / networks);
        });
        return new MonteCarloKernel(mean, error, networks);
    }

    /// The largest distance of an element from that of another kernel, in standard errors.
    ///
    /// @param other     [examples, examples]
    /// @param tolerance that is subtracted from each distance first: rounding, or a known bias
    /// @return at least 0; infinite where elements without any spread differ
    public double largestDeviation(Matrix other, double tolerance) {
        double largest = 0;
        for (int i = 0; i < kernel.rows(); i++) {
            for (int j = 0; j < kernel.columns(); j++) {
                double distance = Math.max(0, Math.abs(kernel.at(i, j) - other.at(i, j)) - tolerance);
                largest = Math.max(largest, distance == 0 ? 0 : distance / standardError.at(i, j));
            }
        }
        return largest;
    }
}

package dev.orthant.layers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.orthant.layers.infinite.KernelBlock;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.kernel.ActiveKernels;
import dev.orthant.tensor.linear.Matrix;
import dev.orthant.tensor.parallel.Parallel;
import dev.orthant.tensor.random.Streams;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The same layers read twice: the covariance of sampled finite networks against the infinite-width kernel.
class MonteCarloKernelTest {
    private static final long SEED = 5;
    private static final int EXAMPLES = 5;
    private static final int INPUTS = 20;
    private static final int NETWORKS = 2000;
    private static final int WIDTH = 256;

    @Test
    void sampledNetworksAgreeWithTheKernelWithinFiveStandardErrors() {
        Streams streams = Streams.ofSeed(SEED);
        Tensor inputs = streams.named("inputs").gaussian(Shape.of(EXAMPLES, INPUTS));
        Layer layer = Sequential.multilayerPerceptron(3, WIDTH, 1);
        Matrix kernel = layer.kernel(KernelBlock.ofInputs(inputs)).nngp();
        List<float[]> outputs = Parallel.map(
                NETWORKS,
                index -> Network.create(
                                layer,
                                Shape.of(INPUTS),
                                new Initialiser.Prior(),
                                streams.named("networks").indexed(index))
                        .predict(inputs)
                        .toArray());
        for (int i = 0; i < EXAMPLES; i++) {
            for (int j = 0; j < EXAMPLES; j++) {
                double covariance = 0;
                for (float[] output : outputs) {
                    covariance += (double) output[i] * output[j] / NETWORKS;
                }
                // Variance of a product of Gaussians, and the excess of a network of finite width (fourth cumulant of
                // order 1/width per hidden layer, at most 5·2/256 here, below a tenth of the first term).
                double product = kernel.at(i, i) * kernel.at(j, j) + kernel.at(i, j) * kernel.at(i, j);
                double standardError = Math.sqrt(1.1 * product / NETWORKS);
                assertEquals(
                        kernel.at(i, j),
                        covariance,
                        5 * standardError,
                        "(" + i + ", " + j + "), seed " + SEED + ", kernels "
                                + ActiveKernels.get().name());
            }
        }
    }
}

package dev.orthant.layers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.orthant.layers.activation.Sign;
import dev.orthant.layers.activation.Step;
import dev.orthant.layers.empirical.EmpiricalNtk;
import dev.orthant.layers.infinite.KernelBlock;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.linear.Matrix;
import dev.orthant.tensor.parallel.Parallel;
import dev.orthant.tensor.random.Streams;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Every layer of [LayerKernelTest]'s table, below a linear read-out: the gradients of sampled finite networks against the tangent
/// kernel.
class LayerTangentKernelTest {
    private static final long SEED = 20_261_122;
    private static final int EXAMPLES = 3;
    private static final int NETWORKS = 30;

    /// Through jumps flows no gradient.
    private static final Set<Class<?>> WITHOUT = Set.of(Sign.class, Step.class);

    @TestFactory
    Stream<DynamicTest> gradientsOfSampledNetworksHaveTheTangentKernelWithinFourStandardErrors() {
        return LayerKernelTest.table().stream()
                .filter(each -> each.type() != Dropout.class) // the empirical kernel is of the network as it predicts
                .map(each -> DynamicTest.dynamicTest(each.type().getSimpleName(), () -> check(each)));
    }

    private static void check(LayerKernelTest.Case each) {
        String name = each.type().getSimpleName();
        Layer network = Sequential.of(each.network(), new Linear(1, 1, 0));
        Tensor inputs = Streams.ofSeed(SEED).named("inputs").gaussian(batch(each.input()));
        KernelBlock kernel = network.kernel(KernelBlock.ofInputs(inputs));
        if (WITHOUT.contains(each.type())) {
            assertFalse(kernel.hasNtk());
            return;
        }
        Streams streams = Streams.ofSeed(SEED).named(name);
        List<Matrix> samples = Parallel.map(
                NETWORKS,
                index -> new EmpiricalNtk(
                                Network.create(network, each.input(), new Initialiser.Prior(), streams.indexed(index)),
                                Parameterisation.NTK)
                        .of(inputs));
        for (int i = 0; i < EXAMPLES; i++) {
            for (int j = 0; j <= i; j++) {
                double mean = 0;
                double squares = 0;
                for (Matrix sample : samples) {
                    mean += sample.at(i, j) / NETWORKS;
                }
                for (Matrix sample : samples) {
                    squares += (sample.at(i, j) - mean) * (sample.at(i, j) - mean);
                }
                double error = Math.sqrt(squares / (NETWORKS - 1.0) / NETWORKS);
                // Numbers that do not vary are off by float32's rounding. Layers upon layers are off by order 1/WIDTH,
                // which is
                // below one standard error of so few networks.
                double bias = 1e-5 * kernel.ntk().at(i, i);
                assertEquals(
                        kernel.ntk().at(i, j),
                        mean,
                        4 * error + bias,
                        name + " (" + i + ", " + j + "), standard error " + error + ", seed " + SEED);
            }
        }
    }

    private static Shape batch(Shape example) {
        return example.rank() == 1
                ? Shape.of(EXAMPLES, example.axis(0))
                : Shape.of(EXAMPLES, example.axis(0), example.axis(1), example.axis(2));
    }
}

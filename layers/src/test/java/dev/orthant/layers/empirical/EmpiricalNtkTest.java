package dev.orthant.layers.empirical;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orthant.layers.BalancedLinear;
import dev.orthant.layers.Initialiser;
import dev.orthant.layers.Layer;
import dev.orthant.layers.LayerNorm;
import dev.orthant.layers.Linear;
import dev.orthant.layers.Network;
import dev.orthant.layers.Parameterisation;
import dev.orthant.layers.Residual;
import dev.orthant.layers.Sequential;
import dev.orthant.layers.activation.Erf;
import dev.orthant.layers.activation.Gelu;
import dev.orthant.layers.activation.Relu;
import dev.orthant.layers.activation.Tanh;
import dev.orthant.layers.infinite.KernelBlock;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.linear.Matrix;
import dev.orthant.tensor.random.Streams;
import dev.orthant.tensor.weights.Weights;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class EmpiricalNtkTest {
    private static final long SEED = 12;
    private static final int WIDTH = 192;
    private static final int NETWORKS = 30;
    private static final Tensor INPUTS = Streams.ofSeed(SEED).named("inputs").gaussian(Shape.of(3, 6));

    private record Case(String name, Layer layer, Parameterisation parameterisation) {}

    private static final List<Case> CASES = List.of(
            new Case(
                    "erf",
                    Sequential.of(new Linear(WIDTH, 1.4, 0.1), new Erf(), new Linear(1, 1.4, 0.1)),
                    Parameterisation.NTK),
            new Case(
                    "two hidden layers",
                    Sequential.of(
                            new Linear(WIDTH, 1.4, 0.1),
                            new Gelu(),
                            new Linear(WIDTH, 1.2, 0.1),
                            new Relu(),
                            new Linear(2, 1, 0)),
                    Parameterisation.NTK),
            new Case(
                    "standard parameterisation",
                    Sequential.of(
                            new Linear(WIDTH, 1.4, 0.1, Parameterisation.STANDARD),
                            new Tanh(),
                            new Linear(1, 1.4, 0.1, Parameterisation.STANDARD)),
                    Parameterisation.STANDARD),
            new Case(
                    "balanced residual",
                    Sequential.of(
                            new Linear(WIDTH, 1, 0.1),
                            new Residual(Sequential.of(new Relu(), new BalancedLinear(WIDTH, 1, 0))),
                            new LayerNorm(),
                            new Linear(1, 1, 0)),
                    Parameterisation.NTK));

    @TestFactory
    Stream<DynamicTest> theMeanOverNetworksIsTheNtkWithinFourStandardErrors() {
        return CASES.stream().map(each -> DynamicTest.dynamicTest(each.name(), () -> check(each)));
    }

    private static void check(Case each) {
        Matrix expected = each.layer().kernel(KernelBlock.ofInputs(INPUTS)).ntk();
        double[][][] samples = new double[NETWORKS][][];
        for (int i = 0; i < NETWORKS; i++) {
            Network network = Network.create(
                    each.layer(),
                    Shape.of(6),
                    new Initialiser.Prior(),
                    Streams.ofSeed(SEED).named(each.name()).indexed(i));
            samples[i] = new EmpiricalNtk(network, each.parameterisation())
                    .meanOverOutputs(INPUTS)
                    .toArray2d();
        }
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j <= i; j++) {
                double mean = 0;
                double squares = 0;
                for (double[][] sample : samples) {
                    mean += sample[i][j] / NETWORKS;
                }
                for (double[][] sample : samples) {
                    squares += (sample[i][j] - mean) * (sample[i][j] - mean);
                }
                double standardError = Math.sqrt(squares / (NETWORKS - 1.0) / NETWORKS);
                // With two hidden layers or a norm the mean is off by order 1/WIDTH.
                double bias = 2 * Math.abs(expected.at(i, i)) / WIDTH;
                assertEquals(
                        expected.at(i, j),
                        mean,
                        4 * standardError + bias,
                        each.name() + " (" + i + ", " + j + "), standard error " + standardError + ", seed " + SEED);
            }
        }
    }

    @Test
    void blocksOfTheKernelOfTwoSetsAreThoseOfTheKernelOfAll() {
        Network network =
                Network.create(CASES.get(1).layer(), Shape.of(6), new Initialiser.Prior(), Streams.ofSeed(SEED));
        EmpiricalNtk ntk = new EmpiricalNtk(network, Parameterisation.STANDARD);
        Matrix all = ntk.of(INPUTS);
        assertTrue(all.isSymmetric());
        Matrix cross = ntk.of(INPUTS.rows(0, 2), INPUTS.rows(2, 3));
        assertEquals(2 * 2, cross.rows());
        assertEquals(2, cross.columns());
        for (int i = 0; i < 4; i++) {
            for (int j = 0; j < 2; j++) {
                assertEquals(all.at(i, 4 + j), cross.at(i, j), 1e-12 * Math.abs(all.at(0, 0)), "seed " + SEED);
            }
        }
    }

    @Test
    void theLinearisedNetworkIsTheDerivative() {
        Network network =
                Network.create(CASES.get(1).layer(), Shape.of(6), new Initialiser.Prior(), Streams.ofSeed(SEED));
        LinearisedNetwork linear = new LinearisedNetwork(network);
        Weights direction = network.weights()
                .map(tensor -> Streams.ofSeed(SEED).named("direction").gaussian(tensor.shape()));
        Tensor change = linear.change(direction, INPUTS);
        // ⟨u, J v⟩ = ⟨Jᵀ u, v⟩
        Tensor upstream = Streams.ofSeed(SEED).named("upstream").gaussian(change.shape());
        double left = dot(upstream, change);
        double right = dot(linear.gradient(INPUTS, upstream), direction);
        assertEquals(left, right, 1e-4 * Math.abs(left), "seed " + SEED); // float32 sums over 40,000 weights
        Weights moved = network.weights().plus(direction.times(1e-3f));
        Tensor predicted = linear.predict(moved, INPUTS);
        Tensor before = network.predict(INPUTS);
        for (int i = 0; i < predicted.size(); i++) {
            assertEquals(
                    before.toArray()[i] + 1e-3 * change.toArray()[i], predicted.toArray()[i], 1e-5, "seed " + SEED);
        }
        // J Jᵀ is the kernel
        Matrix kernel = new EmpiricalNtk(network, Parameterisation.STANDARD).of(INPUTS);
        Tensor product = linear.change(linear.gradient(INPUTS, upstream), INPUTS);
        double[] expected =
                kernel.multiply(Matrix.of(upstream.reshape(Shape.of(6, 1))).column(0));
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], product.toArray()[i], 1e-4 * Math.abs(kernel.at(i, i)), "seed " + SEED);
        }
    }

    private static double dot(Tensor left, Tensor right) {
        double sum = 0;
        for (int i = 0; i < left.size(); i++) {
            sum += (double) left.toArray()[i] * right.toArray()[i];
        }
        return sum;
    }

    private static double dot(Weights left, Weights right) {
        return left.all().stream()
                .mapToDouble(weight -> {
                    float[] a = weight.tensor().toArray();
                    float[] b = right.get(weight.name()).toArray();
                    double sum = 0;
                    for (int i = 0; i < a.length; i++) {
                        sum += (double) a[i] * b[i];
                    }
                    return sum;
                })
                .sum();
    }
}

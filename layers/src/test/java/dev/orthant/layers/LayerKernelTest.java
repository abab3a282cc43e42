package dev.orthant.layers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orthant.autograd.Eager;
import dev.orthant.layers.activation.AbRelu;
import dev.orthant.layers.activation.Abs;
import dev.orthant.layers.activation.Cos;
import dev.orthant.layers.activation.Erf;
import dev.orthant.layers.activation.Exp;
import dev.orthant.layers.activation.Gelu;
import dev.orthant.layers.activation.HermiteSeries;
import dev.orthant.layers.activation.LeakyRelu;
import dev.orthant.layers.activation.Monomial;
import dev.orthant.layers.activation.RbfFeatures;
import dev.orthant.layers.activation.Relu;
import dev.orthant.layers.activation.Sigmoid;
import dev.orthant.layers.activation.SigmoidLike;
import dev.orthant.layers.activation.Sign;
import dev.orthant.layers.activation.Sin;
import dev.orthant.layers.activation.Smooth;
import dev.orthant.layers.activation.Softplus;
import dev.orthant.layers.activation.SquaredRelu;
import dev.orthant.layers.activation.Step;
import dev.orthant.layers.activation.Swish;
import dev.orthant.layers.activation.Tanh;
import dev.orthant.layers.infinite.KernelBlock;
import dev.orthant.layers.infinite.NoClosedForm;
import dev.orthant.tensor.Padding;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.parallel.Parallel;
import dev.orthant.tensor.random.Streams;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Every layer read twice: the features of sampled finite networks against the infinite-width kernel. A layer that is not
/// in the table fails the build.
class LayerKernelTest {
    private static final long SEED = 20_261_121;
    private static final int EXAMPLES = 5;
    private static final int INPUTS = 20;
    static final int WIDTH = 256;
    private static final int NETWORKS = 100;

    /// @param type    the layer that is tested
    /// @param input   shape of one example
    /// @param network ends with features of the tested layer
    record Case(Class<? extends Layer> type, Shape input, Layer network) {}

    private static Case fixed(Class<? extends Layer> type, Layer... layers) {
        return new Case(type, Shape.of(INPUTS), Sequential.of(layers));
    }

    private static Case ofImages(Class<? extends Layer> type, Layer... layers) {
        return new Case(type, Shape.of(4, 3, 2), Sequential.of(layers));
    }

    /// A nonlinearity after a random affine layer: the pre-activations are Gaussian at every width, and the mean over the
    /// neurons is an unbiased estimate of the infinite network's covariance.
    private static Case after(Layer activation) {
        return fixed(activation.getClass(), new Linear(WIDTH, 1.2, 0.1), activation);
    }

    static List<Case> table() {
        return List.of(
                after(new AbRelu(-0.4, 1.3)),
                after(new Abs()),
                after(new Cos()),
                after(new Erf()),
                after(new Exp(0.4)),
                after(new Gelu()),
                after(HermiteSeries.of(0.2, 0.5, -0.4, 0.3)),
                after(new LeakyRelu(0.1)),
                after(new Monomial(3)),
                after(new RbfFeatures(0.7)),
                after(new Relu()),
                after(new ScaledRelu()),
                after(new Sigmoid()),
                after(new SigmoidLike()),
                after(new Sign()),
                after(new Sin()),
                after(new Softplus()),
                after(new Smooth(new dev.orthant.autograd.op.Tanh(), Math::tanh)),
                after(new SquaredRelu()),
                after(new Step()),
                after(new Swish()),
                after(new Tanh()),
                after(new Identity()),
                after(new Scale(-1.5)),
                fixed(Linear.class, new Linear(WIDTH, 1.3, 0.2)),
                fixed(
                        Chain.class,
                        Chain.of("first", new Linear(WIDTH, 1.3, 0.2)).then("second", new Relu())),
                fixed(Sequential.class, new Linear(WIDTH, 1.3, 0.2), new Relu(), new Linear(WIDTH, 0.7, 0)),
                fixed(
                        BalancedLinear.class,
                        new Linear(WIDTH, 1, 0.1),
                        new ScaledRelu(),
                        new BalancedLinear(WIDTH, 1.1, 0.05)),
                fixed(LayerNorm.class, new Linear(WIDTH, 1, 0.1), new Relu(), new LayerNorm()),
                fixed(Dropout.class, new Linear(WIDTH, 1, 0.1), new Relu(), new Dropout(0.7)),
                fixed(
                        ParallelSum.class,
                        ParallelSum.of(
                                new Linear(WIDTH, 1, 0.1),
                                Sequential.of(new Linear(WIDTH, 1, 0), new Relu()),
                                Sequential.of(new Linear(WIDTH, 2, 0), new Cos()))),
                fixed(
                        Residual.class,
                        new Linear(WIDTH, 1, 0.1),
                        new Residual(Sequential.of(new Relu(), new Linear(WIDTH, 1, 0.1)))),
                ofImages(
                        Conv2d.class,
                        Conv2d.of(WIDTH / 4, 3, Padding.circular(1)).withVariances(1.2, 0.1),
                        new Relu(),
                        Conv2d.of(WIDTH / 4, 2, Padding.valid()).withStride(2).withVariances(0.8, 0.2),
                        new GlobalAveragePool()),
                ofImages(
                        WinogradConv2d.class,
                        Conv2d.of(WIDTH / 4, 3, Padding.circular(1))
                                .withVariances(1.2, 0.1)
                                .withWinograd(),
                        new Relu(),
                        new GlobalAveragePool()),
                ofImages(
                        AvgPool2d.class,
                        Conv2d.of(WIDTH, 3, Padding.zero(1)),
                        new Relu(),
                        new AvgPool2d(2, 1, 1),
                        new GlobalAveragePool()),
                ofImages(
                        GlobalAveragePool.class,
                        Conv2d.of(WIDTH, 3, Padding.zero(1)),
                        new Relu(),
                        new GlobalAveragePool()),
                ofImages(Flatten.class, Conv2d.of(WIDTH / 4, 3, Padding.zero(1)), new Relu(), new Flatten()),
                ofImages(
                        LocallyConnected.class,
                        new LocallyConnected(WIDTH / 4, 3, 1, Padding.zero(1), 1.2, 0.1),
                        new Relu(),
                        new GlobalAveragePool()));
    }

    @TestFactory
    Stream<DynamicTest> sampledFeaturesHaveTheKernelsMomentsWithinFourStandardErrors() {
        return table().stream().map(each -> DynamicTest.dynamicTest(each.type().getSimpleName(), () -> check(each)));
    }

    private static void check(Case each) {
        Streams streams = Streams.ofSeed(SEED).named(each.type().getSimpleName());
        Tensor inputs = Streams.ofSeed(SEED).named("inputs").gaussian(batch(each.input()));
        KernelBlock kernel = each.network().kernel(KernelBlock.ofInputs(inputs));
        List<double[][]> samples = Parallel.map(NETWORKS, index -> {
            Streams own = streams.indexed(index);
            Network network = Network.create(each.network(), each.input(), new Initialiser.Prior(), own);
            return moments(training(network, inputs, own.named("pass")).toArray());
        });
        for (int i = 0; i < EXAMPLES; i++) {
            for (int j = 0; j <= i; j++) {
                double expected =
                        i == j ? kernel.rowVariance().at(i, 0) : kernel.nngp().at(i, j);
                compare(each, samples, i, j, expected);
            }
            compare(each, samples, i, EXAMPLES, kernel.rowMoments().mean().at(i, 0));
        }
    }

    private static Shape batch(Shape example) {
        return example.rank() == 1
                ? Shape.of(EXAMPLES, example.axis(0))
                : Shape.of(EXAMPLES, example.axis(0), example.axis(1), example.axis(2));
    }

    /// The features as the network trains: the kernels are those of that pass.
    private static Tensor training(Network network, Tensor inputs, Streams streams) {
        Eager eager = new Eager();
        NamedValues weights = NamedValues.constants(eager, network.weights()).in(new Mode.Training(streams));
        return network.layer().forward(eager, weights, eager.constant(inputs)).tensor();
    }

    /// Mean products of the features of examples i and j at (i, j), and their means in the last column.
    private static double[][] moments(float[] features) {
        double[][] moments = new double[EXAMPLES][EXAMPLES + 1];
        int width = features.length / EXAMPLES;
        for (int i = 0; i < EXAMPLES; i++) {
            for (int neuron = 0; neuron < width; neuron++) {
                double feature = features[i * width + neuron];
                for (int j = 0; j < EXAMPLES; j++) {
                    moments[i][j] += feature * features[j * width + neuron] / width;
                }
                moments[i][EXAMPLES] += feature / width;
            }
        }
        return moments;
    }

    private static void compare(Case each, List<double[][]> samples, int i, int j, double expected) {
        double mean = 0;
        double squares = 0;
        for (double[][] sample : samples) {
            mean += sample[i][j] / NETWORKS;
        }
        for (double[][] sample : samples) {
            squares += (sample[i][j] - mean) * (sample[i][j] - mean);
        }
        double standardError = Math.sqrt(squares / (NETWORKS - 1.0) / NETWORKS);
        // Numbers that do not vary (sin² + cos², signs, normalised features) are off by float32's rounding, and a layer
        // that divides by a mean over the neurons by 1/WIDTH.
        double bias = each.type() == LayerNorm.class ? 2.0 / WIDTH : 1e-5;
        assertEquals(
                expected,
                mean,
                4 * standardError + bias,
                () -> each.type().getSimpleName() + " (" + i + ", " + j + "), standard error " + standardError
                        + ", seed " + SEED);
    }

    @Test
    void everyLayerIsInTheTable() throws IOException, URISyntaxException {
        Stream<Class<?>> known = table().stream().map(Case::type);
        Stream<Class<?>> unknown = LayersWithoutKernel.all().stream().map(Layer::getClass);
        assertEquals(
                compiledLayers(),
                Stream.concat(known, unknown).map(Class::getName).collect(Collectors.toCollection(TreeSet::new)));
    }

    @TestFactory
    Stream<DynamicTest> aLayerWithoutKernelSaysWhyAndWhatToDo() {
        KernelBlock block = KernelBlock.ofInputs(Tensor.filled(Shape.of(2, 4, 4, 2), 1));
        return LayersWithoutKernel.all().stream()
                .map(layer -> DynamicTest.dynamicTest(layer.getClass().getSimpleName(), () -> {
                    NoClosedForm reason = assertThrows(NoClosedForm.class, () -> layer.kernel(block));
                    assertTrue(reason.toString().contains("; use"), reason::toString);
                }));
    }

    private static Set<String> compiledLayers() throws IOException, URISyntaxException {
        URI classes =
                Layer.class.getProtectionDomain().getCodeSource().getLocation().toURI();
        try (Stream<Path> files = Files.walk(Path.of(classes))) {
            return files.map(file -> Path.of(classes).relativize(file).toString())
                    .filter(name -> name.endsWith(".class") && !name.contains("-info"))
                    .map(name -> name.substring(0, name.length() - ".class".length())
                            .replace(java.io.File.separatorChar, '.'))
                    .filter(LayerKernelTest::isLayer)
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static boolean isLayer(String className) {
        try {
            Class<?> type = Class.forName(className);
            return Layer.class.isAssignableFrom(type) && !type.isInterface();
        } catch (ClassNotFoundException missing) {
            throw new AssertionError(missing);
        }
    }
}

package dev.orthant.layers.infinite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orthant.tensor.Shape;
import dev.orthant.tensor.ShapeException;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.linear.Matrix;
import dev.orthant.tensor.random.Streams;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class KernelBlockTest {
    private static final Rectifier RELU = new Rectifier(0, Math.sqrt(2));

    /// Two examples with variance 1 and the given correlation.
    private static KernelBlock pair(double correlation) {
        Matrix nngp = Matrix.of(new double[] {1, correlation}, new double[] {correlation, 1});
        return new FeatureBlock(nngp, Matrix.zeros(2, 2), Matrix.columnOf(1, 1), Matrix.columnOf(1, 1), false);
    }

    private static KernelBlock deep(KernelBlock inputs, int depth) {
        KernelBlock block = inputs.affine(1, 0);
        for (int layer = 1; layer < depth; layer++) {
            block = block.through(RELU).affine(1, 0);
        }
        return block;
    }

    private static List<double[]> golden() throws IOException {
        try (InputStream stream =
                Objects.requireNonNull(KernelBlockTest.class.getResourceAsStream("/golden/arc-cosine.csv"))) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> Arrays.stream(line.split(","))
                            .mapToDouble(Double::parseDouble)
                            .toArray())
                    .toList();
        }
    }

    @Test
    void iteratesOfTheReluKernelAreTheGoldenOnes() throws IOException {
        List<double[]> lines = golden();
        assertEquals(11, lines.size());
        for (double[] line : lines) {
            for (int depth = 2; depth <= line.length; depth++) {
                KernelBlock block = deep(pair(line[0]), depth);
                // a few roundings per layer, and |h′| is at most 1
                assertEquals(line[depth - 1], block.nngp().at(0, 1), 1e-13, "t = " + line[0] + ", depth " + depth);
                assertEquals(block.nngp().at(0, 1), block.nngp().at(1, 0));
            }
        }
    }

    @Test
    void correlationsOneZeroAndMinusOneMapToOneOneOverPiAndZero() {
        assertEquals(1.0, Rectifier.map(1));
        assertEquals(1 / Math.PI, Rectifier.map(0), 1e-16);
        assertEquals(0.0, Rectifier.map(-1));
        assertEquals(1.0, Rectifier.derivativeMap(1));
        assertEquals(0.0, Rectifier.derivativeMap(-1));
    }

    @Test
    void theMapIsNeverNegativeNearMinusOne() {
        for (double gap = 1e-16; gap < 1e-2; gap *= 3) {
            assertTrue(Rectifier.map(-1 + gap) >= 0, "t = -1 + " + gap);
        }
    }

    @Test
    void theDiagonalIsTheVarianceBitForBitAtEveryDepth() {
        Tensor examples = gaussian(Streams.ofSeed(7), Shape.of(9, 23));
        for (int depth = 1; depth <= 7; depth++) {
            KernelBlock block = deep(KernelBlock.ofInputs(examples), depth);
            assertTrue(block.nngp().isSymmetric() && block.ntk().isSymmetric(), "seed 7, depth " + depth);
            for (int i = 0; i < 9; i++) {
                assertEquals(block.rowVariance().at(i, 0), block.nngp().at(i, i), "seed 7, depth " + depth);
                assertEquals(block.columnVariance().at(i, 0), block.nngp().at(i, i), "seed 7, depth " + depth);
            }
        }
    }

    @Test
    void unitVarianceStaysExactlyOneForGainRootTwo() {
        KernelBlock block = deep(pair(0.3), 8);
        assertEquals(1.0, block.nngp().at(1, 1));
        assertEquals(1.0, block.rowVariance().at(1, 0));
    }

    @Test
    void aBlockOfPartsIsThePartOfTheBlock() {
        Tensor examples = gaussian(Streams.ofSeed(8), Shape.of(11, 5, 7));
        KernelBlock all = deep(KernelBlock.ofInputs(examples), 3);
        KernelBlock cross = deep(KernelBlock.ofInputs(examples.rows(0, 4), examples.rows(4, 11)), 3);
        KernelBlock part = all.part(new int[] {0, 1, 2, 3}, new int[] {4, 5, 6, 7, 8, 9, 10});
        for (int i = 0; i < 4; i++) {
            for (int j = 0; j < 7; j++) {
                assertEquals(part.nngp().at(i, j), cross.nngp().at(i, j), "seed 8");
                assertEquals(part.ntk().at(i, j), cross.ntk().at(i, j), "seed 8");
                assertEquals(
                        part.columnVariance().at(j, 0), cross.columnVariance().at(j, 0), "seed 8");
            }
        }
    }

    @Test
    void inputsKernelIsTheMeanProduct() {
        Tensor examples = Tensor.of(Shape.of(2, 4), 1, 2, 3, 4, 0, -1, 0.5f, 2);
        KernelBlock block = KernelBlock.ofInputs(examples);
        assertEquals((-2 + 1.5 + 8) / 4, block.nngp().at(0, 1));
        assertEquals(30.0 / 4, block.rowVariance().at(0, 0));
        assertEquals(0.0, block.ntk().at(0, 1));
    }

    @Test
    void ntkOfDepthTwoIsTheClosedForm() {
        // one hidden ReLU layer, no biases: NNGP = h(t), NTK = h(t) + t h'(t), h'(t) = (π − arccos t)/π
        for (double t : new double[] {-0.9, -0.3, 0, 0.4, 0.95, 1}) {
            double derivative = (Math.PI - Math.acos(t)) / Math.PI;
            double h = (Math.sqrt(1 - t * t) + t * (Math.PI - Math.acos(t))) / Math.PI;
            KernelBlock block = deep(pair(t), 2);
            assertEquals(h, block.nngp().at(0, 1), 1e-14);
            assertEquals(h + t * derivative, block.ntk().at(0, 1), 1e-14);
        }
    }

    @Test
    void onTheDiagonalTheNtkIsTheDepth() {
        // every layer adds NNGP = 1 and Σ̇(1) = 1
        for (int depth = 1; depth <= 7; depth++) {
            assertEquals(depth, deep(pair(0.1), depth).ntk().at(0, 0), 1e-13);
        }
    }

    @Test
    void biasesAddToVarianceAndNtk() {
        KernelBlock block = pair(0.5).affine(2, 0.25);
        assertEquals(2 * 0.5 + 0.25, block.nngp().at(0, 1));
        assertEquals(2 * 0.5 + 0.25, block.ntk().at(0, 1)); // ntk was 0
        assertEquals(2.25, block.rowVariance().at(0, 0));
        KernelBlock second = block.affine(3, 1);
        assertEquals(3 * 1.25 + 1 + 3 * 1.25, second.ntk().at(0, 1));
    }

    @Test
    void generalVariancesScaleOutOfTheMap() {
        // φ is homogeneous: E[φ(a u) φ(b w)] = a b E[φ(u) φ(w)]
        double correlation = 0.3;
        double product = 2 * 5 * correlation; // standard deviations 2 and 5
        KernelBlock block = new FeatureBlock(
                Matrix.columnOf(product), Matrix.zeros(1, 1), Matrix.columnOf(4), Matrix.columnOf(25), true);
        KernelBlock next = block.through(new Rectifier(0, 1));
        assertEquals(2 * 5 * Rectifier.map(correlation) / 2, next.nngp().at(0, 0), 1e-14);
        assertEquals(2.0, next.rowVariance().at(0, 0));
        assertEquals(12.5, next.columnVariance().at(0, 0));
    }

    @Test
    void aZeroExampleHasZeroCovarianceInsteadOfNan() {
        KernelBlock block = deep(KernelBlock.ofInputs(Tensor.of(Shape.of(2, 2), 0, 0, 1, 1)), 3);
        assertEquals(0.0, block.nngp().at(0, 1));
        assertEquals(0.0, block.ntk().at(0, 0));
        assertEquals(1.0, block.nngp().at(1, 1), 1e-14);
    }

    @Test
    void aNonlinearityWithoutALinearLayerBeforeItIsRefused() {
        String onInputs = String.valueOf(
                assertThrows(IllegalArgumentException.class, () -> pair(0.5).through(RELU))
                        .getMessage());
        assertTrue(onInputs.contains("put a Linear layer before it"), onInputs);
        KernelBlock once = pair(0.5).affine(1, 0).through(RELU);
        assertThrows(IllegalArgumentException.class, () -> once.through(RELU));
    }

    @Test
    void unfitInputsAreRefusedWithTheirShape() {
        String vector =
                String.valueOf(assertThrows(ShapeException.class, () -> KernelBlock.ofInputs(Tensor.zeros(Shape.of(3))))
                        .getMessage());
        assertTrue(vector.contains("[3]"), vector);
        assertThrows(
                ShapeException.class,
                () -> KernelBlock.ofInputs(Tensor.zeros(Shape.of(3, 2)), Tensor.zeros(Shape.of(3, 4))));
        Tensor broken = Tensor.of(Shape.of(1, 2), Float.NaN, 1);
        assertThrows(IllegalArgumentException.class, () -> KernelBlock.ofInputs(broken));
        assertThrows(IllegalArgumentException.class, () -> pair(0).affine(Double.NaN, 0));
    }

    @Test
    void sampledNetworksAgreeWithTheNngpWithinFourStandardErrors() {
        // depth 2, width 64: E[f f'] is the NNGP at every width; the product of two Gaussians of variance near 1 has a
        // standard deviation below 2.2 here (√(1 + t²) in the limit, plus 3·E[φ⁴]/width)
        Streams streams = Streams.ofSeed(11);
        Tensor examples = gaussian(streams.named("examples"), Shape.of(2, 8));
        KernelBlock block = deep(KernelBlock.ofInputs(examples), 2);
        int networks = 4000;
        double sum = 0;
        double squares = 0;
        Matrix inputs = Matrix.of(examples);
        for (int network = 0; network < networks; network++) {
            Streams weights = streams.named("weights").indexed(network);
            Matrix hidden = inputs.multiplyTransposedRight(Matrix.of(gaussian(weights.indexed(0), Shape.of(64, 8))))
                    .map(z -> Math.sqrt(2) * Math.max(0, z / Math.sqrt(8)));
            Matrix scores = hidden.multiplyTransposedRight(
                    Matrix.of(gaussian(weights.indexed(1), Shape.of(1, 64))).scaled(1 / 8.0));
            double product = scores.at(0, 0) * scores.at(1, 0);
            sum += product;
            squares += product * product;
        }
        double mean = sum / networks;
        double standardError = Math.sqrt((squares / networks - mean * mean) / networks);
        assertEquals(block.nngp().at(0, 1), mean, 4 * standardError, "seed 11");
    }

    private static Tensor gaussian(Streams streams, Shape shape) {
        RandomGenerator random = streams.generator();
        float[] values = new float[shape.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return Tensor.wrap(shape, values);
    }
}

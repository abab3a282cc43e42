package dev.orthant.layers.infinite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orthant.layers.Conv2d;
import dev.orthant.layers.Flatten;
import dev.orthant.layers.Layer;
import dev.orthant.layers.Linear;
import dev.orthant.layers.Sequential;
import dev.orthant.layers.activation.Relu;
import dev.orthant.layers.infinite.orthant.OrthantEstimate;
import dev.orthant.layers.infinite.orthant.OrthantProbability;
import dev.orthant.tensor.Padding;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.ShapeException;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.kernel.ActiveKernels;
import dev.orthant.tensor.linear.Matrix;
import dev.orthant.tensor.linear.NotPositiveDefinite;
import dev.orthant.tensor.random.Streams;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/// Data that are not as one would wish: what each gives is said here.
class HardInputsTest {
    private static final Streams STREAMS = Streams.ofSeed(3);
    private static final Layer NETWORK = Sequential.multilayerPerceptron(3, 1, 1);

    private static Tensor withRow(Tensor examples, int row, int copied) {
        Tensor changed = examples.copy();
        int width = examples.shape().axis(1);
        for (int k = 0; k < width; k++) {
            changed.span().array()[changed.span().from() + row * width + k] = copied < 0 ? 0 : examples.at(copied, k);
        }
        return changed;
    }

    /// The factorisation rests on rounding, or on a jitter that it reports; the prediction at the copies is their common target,
    /// and between two targets the mean.
    @Test
    void duplicateExamplesAreRegressedOn() {
        Tensor examples = withRow(STREAMS.gaussian(Shape.of(6, 8)), 5, 2);
        Matrix kernel = NETWORK.kernel(KernelBlock.ofInputs(examples)).nngp();
        assertEquals(kernel.at(2, 2), kernel.at(2, 5), 1e-15);
        GaussianProcess process = GaussianProcess.of(kernel);
        assertTrue(process.jitter() >= 0 && process.jitter() <= 1e-6, "jitter " + process.jitter());
        Matrix targets = Matrix.columnOf(1, -1, 1, 1, -1, 1);
        assertEquals(1, process.mean(kernel, targets).at(5, 0), 1e-6);
        Matrix contradictory = Matrix.columnOf(1, -1, 1, 1, -1, -1);
        double between =
                GaussianProcess.of(kernel, 1e-9).mean(kernel, contradictory).at(5, 0);
        assertEquals(0, between, 1e-5); // a relative noise of 10⁻⁹ asks for the mean of the two
    }

    /// The same label twice is one condition; two labels on one image are impossible.
    @Test
    void duplicateExamplesInAnOrthantAreOneConditionOrImpossible() {
        Tensor examples = withRow(STREAMS.gaussian(Shape.of(6, 8)), 5, 2);
        Matrix kernel = NETWORK.kernel(KernelBlock.ofInputs(examples)).nngp();
        OrthantEstimate twice = OrthantProbability.of(kernel, new int[] {1, -1, 1, 1, -1, 1}, STREAMS);
        OrthantEstimate once = OrthantProbability.of(kernel.block(0, 5, 0, 5), new int[] {1, -1, 1, 1, -1}, STREAMS);
        double error = Math.hypot(twice.relativeStandardError(), once.relativeStandardError());
        assertEquals(once.logProbability(), twice.logProbability(), 4 * error + 1e-12, "seed 3");
        OrthantEstimate never = OrthantProbability.of(kernel, new int[] {1, -1, 1, 1, -1, -1}, STREAMS);
        assertEquals(Double.NEGATIVE_INFINITY, never.logProbability());
    }

    /// Without biases a zero image has variance 0 and no sign: kernels are 0, orthants refuse it and say so.
    @Test
    void aZeroImageHasAKernelOfZerosAndNoSign() {
        Tensor examples = withRow(STREAMS.gaussian(Shape.of(4, 8)), 1, -1);
        KernelBlock block = NETWORK.kernel(KernelBlock.ofInputs(examples));
        for (int j = 0; j < 4; j++) {
            assertEquals(0, block.nngp().at(1, j), 0.0);
            assertEquals(0, block.ntk().at(1, j), 0.0);
        }
        String message = String.valueOf(assertThrows(
                        IllegalArgumentException.class,
                        () -> OrthantProbability.of(block.nngp(), new int[] {1, 1, 1, 1}, STREAMS))
                .getMessage());
        assertTrue(message.contains("all zeros"), message);
    }

    @Test
    void aZeroImageThroughConvolutionsHasAKernelOfZeros() {
        Layer network = Sequential.of(Conv2d.of(1, 3, Padding.zero(1)), new Relu(), new Flatten(), Linear.of(1));
        Tensor images = STREAMS.gaussian(Shape.of(3, 4, 4, 1));
        for (int k = 0; k < 16; k++) {
            images.span().array()[images.span().from() + k] = 0;
        }
        KernelBlock block = network.kernel(KernelBlock.ofInputs(images));
        for (int j = 0; j < 3; j++) {
            assertEquals(0, block.nngp().at(0, j), 0.0);
            assertEquals(0, block.ntk().at(0, j), 0.0);
        }
        assertTrue(block.nngp().at(1, 1) > 0);
    }

    @Test
    void oneExampleHasAKernelAPosteriorAndHalfAProbability() {
        KernelBlock block = KernelTiles.of(NETWORK::kernel, STREAMS.gaussian(Shape.of(1, 8)));
        assertEquals(1, block.rows());
        Matrix kernel = block.nngp();
        assertEquals(
                Math.log(0.5),
                OrthantProbability.of(kernel, new int[] {-1}, STREAMS).logProbability(),
                1e-15);
        assertEquals(
                -1, GaussianProcess.of(kernel).mean(kernel, Matrix.columnOf(-1)).at(0, 0), 1e-12);
        assertEquals(
                2 / block.ntk().at(0, 0),
                GradientFlow.maximalLearningRate(block.ntk(), 1, 0),
                1e-12,
                ActiveKernels.get().name());
    }

    /// All labels equal is an orthant like any other, and the most probable one for positive correlations.
    @Test
    void equalLabelsAreTheMostProbable() {
        Matrix kernel = NETWORK.kernel(KernelBlock.ofInputs(STREAMS.gaussian(Shape.of(8, 6))))
                .nngp();
        int[] equal = {1, 1, 1, 1, 1, 1, 1, 1};
        int[] mixed = {1, -1, 1, -1, 1, -1, 1, -1};
        OrthantEstimate all = OrthantProbability.of(kernel, equal, STREAMS);
        OrthantEstimate half = OrthantProbability.of(kernel, mixed, STREAMS);
        assertTrue(all.logProbability() > half.logProbability(), "seed 3");
        assertTrue(all.reliable(), () -> all.warnings().toString());
    }

    private static void assertSays(String words, Class<? extends Exception> type, Executable executable) {
        String message = String.valueOf(assertThrows(type, executable).getMessage());
        assertTrue(message.contains(words), message);
    }

    @Test
    void labelsOtherThanOneAndMinusOneAreRefusedByNumber() {
        Matrix one = Matrix.identity(1);
        SignPosterior posterior = SignPosterior.of(one, Matrix.columnOf(0.5), Matrix.columnOf(1));
        int[] zero = {0};
        assertSays("label 0 is 0", IllegalArgumentException.class, () -> posterior.spherisedScores(zero, 1, STREAMS));
        assertSays("label 0 is 0", IllegalArgumentException.class, () -> RiskBounds.rademacher(one, zero, 0.1));
        assertSays("label 0 is 0", IllegalArgumentException.class, () -> LinearBayesPoint.of(one, zero));
        Committee committee = new Committee(one);
        assertSays("label 0 is 0", IllegalArgumentException.class, () -> committee.gibbsError(zero));
        assertSays("label 0 is 2", IllegalArgumentException.class, () -> committee.bayesError(2));
        assertSays("label 0 is 0", IllegalArgumentException.class, () -> committee.bayesPointError(zero));
        assertSays("1 labels came", ShapeException.class, () -> LabelRegression.accuracy(Matrix.identity(2), zero));
        assertSays(
                "0 labels came", ShapeException.class, () -> LabelRegression.accuracy(Matrix.zeros(0, 2), new int[0]));
    }

    @Test
    void numbersThatAreNoneAreRefused() {
        Matrix one = Matrix.identity(1);
        Matrix none = Matrix.columnOf(Double.NaN);
        GaussianProcess process = GaussianProcess.of(one);
        assertSays("a target is NaN", IllegalArgumentException.class, () -> process.mean(one, none));
        assertSays("cross block", IllegalArgumentException.class, () -> process.mean(none, one));
        assertSays("test example 0", NotPositiveDefinite.class, () -> SignPosterior.of(one, one, none));
        assertSays("score is NaN", IllegalArgumentException.class, () -> new Committee(none));
        assertSays("NaN", IllegalArgumentException.class, () -> LabelRegression.predictions(none));
        assertSays("NaN", IllegalArgumentException.class, () -> LinearBayesPoint.of(none, new int[] {1}));
    }

    @Test
    void noExampleAndOnlyZeroExamplesAreRefusedByRegression() {
        assertSays("at least one example", ShapeException.class, () -> GaussianProcess.of(Matrix.zeros(0, 0)));
        assertSays("[2, 3]", ShapeException.class, () -> GaussianProcess.of(Matrix.zeros(2, 3)));
        assertSays("zeros?", IllegalArgumentException.class, () -> GaussianProcess.of(Matrix.zeros(2, 2)));
        Matrix askew = Matrix.of(new double[] {1, 0.9}, new double[] {0.5, 1});
        assertSays("(1, 0) and (0, 1)", IllegalArgumentException.class, () -> GaussianProcess.of(askew));
        LinearBayesPoint quadrant = LinearBayesPoint.of(Matrix.identity(2), new int[] {1, 1});
        assertSays(
                "start", IllegalArgumentException.class, () -> quadrant.hitAndRun(new double[] {1, -1}, 1, 1, STREAMS));
    }

    /// Train block and test variance are covariances, together they are none.
    @Test
    void aTestExampleThatIsMoreThanExplainedIsRefused() {
        Matrix train = Matrix.of(new double[] {1, 0.5}, new double[] {0.5, 1});
        Matrix cross = Matrix.of(new double[] {0.9, -0.9});
        assertSays(
                "test example 0", NotPositiveDefinite.class, () -> SignPosterior.of(train, cross, Matrix.columnOf(1)));
        // a copy of a training example leaves no variance, but for rounding
        assertEquals(
                0,
                SignPosterior.of(train, Matrix.of(new double[] {0.5, 1}), Matrix.columnOf(1))
                        .deviations()[0],
                1e-7);
    }

    @Test
    void anIndefiniteMatrixIsRefusedByName() {
        Matrix indefinite =
                Matrix.of(new double[] {1, 0.9, -0.9}, new double[] {0.9, 1, 0.9}, new double[] {-0.9, 0.9, 1});
        assertThrows(NotPositiveDefinite.class, () -> GaussianProcess.of(indefinite));
        Matrix four = Matrix.fill(4, 4, (i, j) -> i < 3 && j < 3 ? indefinite.at(i, j) : i == j ? 1 : 0);
        String message = String.valueOf(assertThrows(
                        NotPositiveDefinite.class, () -> OrthantProbability.of(four, new int[] {1, 1, 1, 1}, STREAMS))
                .getMessage());
        assertTrue(message.contains("positive semidefinite"), message);
    }
}

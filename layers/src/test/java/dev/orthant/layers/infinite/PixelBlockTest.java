package dev.orthant.layers.infinite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orthant.tensor.Padding;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.ShapeException;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.linear.Matrix;
import dev.orthant.tensor.random.Streams;
import org.junit.jupiter.api.Test;

/// Golden numbers: made with neural-tangents (commit c17e770, float64), twelve digits; those with zero and circular padding
/// again with an independent numpy program.
class PixelBlockTest {
    private static final Rectifier RELU = new Rectifier(0, 1);
    private static final double FIRST_WEIGHT = 2.0 / 36;

    /// `A[i][j] = ((4i + j) mod 5 − 2)/2` and `B[i][j] = ((3i + j²) mod 7 − 3)/3`, both times 6: whole numbers, which float32
    /// holds exactly. The first layer's weight variance is divided by 36 instead.
    private static Tensor images() {
        float[] numbers = new float[32];
        for (int p = 0; p < 16; p++) {
            int i = p / 4;
            int j = p % 4;
            numbers[p] = 3 * ((4 * i + j) % 5 - 2);
            numbers[16 + p] = 2 * ((3 * i + j * j) % 7 - 3);
        }
        return Tensor.wrap(Shape.of(2, 4, 4, 1), numbers);
    }

    private static PixelBlock two(Padding padding, PixelPairs known) {
        Tensor images = images();
        int second = padding instanceof Padding.Valid ? 2 : 3;
        return PixelBlock.ofImages(images, images, known)
                .convolved(PixelWindow.of(3, 1, padding), FIRST_WEIGHT, 0.01)
                .through(RELU)
                .convolved(PixelWindow.of(second, 1, padding), 2, 0.01)
                .through(RELU);
    }

    private static void assertGolden(KernelBlock features, double... golden) {
        KernelBlock block = features.affine(1, 0);
        int[][] places = {{0, 0}, {1, 1}, {0, 1}};
        for (int i = 0; i < 3; i++) {
            int row = places[i][0];
            int column = places[i][1];
            assertEquals(golden[i], block.nngp().at(row, column), 1e-10, "nngp " + row + column);
            assertEquals(golden[3 + i], block.ntk().at(row, column), 1e-10, "ntk " + row + column);
        }
    }

    @Test
    void kernelsAreTheGoldenOnes() {
        double[] zero = {0.304961419753, 0.244754801097, 0.150124020184, 0.909884259259, 0.729264403292, 0.236998449170
        };
        assertGolden(two(Padding.zero(1), PixelPairs.ALL).flattened(), zero);
        assertGolden(two(Padding.zero(1), PixelPairs.EQUAL_PLACES).flattened(), zero);
        double[] circular = {0.54125, 0.440555555556, 0.286082531097, 1.61875, 1.316666666667, 0.485929471465};
        assertGolden(two(Padding.circular(1), PixelPairs.ALL).flattened(), circular);
        assertGolden(two(Padding.circular(1), PixelPairs.EQUAL_PLACES).flattened(), circular);
        double[] average = {
            0.144226633192, 0.115237134134, 0.124026507568, 0.234225970008, 0.179326858011, 0.175790374921
        };
        assertGolden(two(Padding.zero(1), PixelPairs.ALL).globallyAveraged(), average);
        double[] valid = {0.600277777778, 0.472962962963, 0.280251903784, 1.795833333333, 1.413888888889, 0.419375373907
        };
        assertGolden(two(Padding.valid(), PixelPairs.ALL).flattened(), valid);
        assertGolden(two(Padding.valid(), PixelPairs.ALL).globallyAveraged(), valid);
        assertGolden(
                KernelBlock.ofInputs(images())
                        .flattened()
                        .affine(FIRST_WEIGHT, 0.01)
                        .through(RELU)
                        .affine(2, 0.01)
                        .through(RELU),
                0.54125,
                0.440555555556,
                0.283679195142,
                1.61875,
                1.316666666667,
                0.474272556912);
    }

    /// Without pooling a locally connected network has the kernel of the convolutional one, in every digit; with it only equal
    /// places of the last layer count: a mean over 16² pairs instead of 16.
    @Test
    void locallyConnectedKernelsAreTheGoldenOnes() {
        Tensor images = images();
        for (PixelPairs known : PixelPairs.values()) {
            PixelBlock pixels = PixelBlock.ofImages(images, images, known)
                    .locallyConnected(PixelWindow.of(3, 1, Padding.zero(1)), FIRST_WEIGHT, 0.01)
                    .through(RELU)
                    .locallyConnected(PixelWindow.of(3, 1, Padding.zero(1)), 2, 0.01);
            assertGolden(
                    pixels.through(RELU).flattened(),
                    0.304961419753,
                    0.244754801097,
                    0.150124020184,
                    0.909884259259,
                    0.729264403292,
                    0.236998449170);
            if (known == PixelPairs.ALL) {
                assertClose(
                        pixels.flattened().nngp().scaled(1.0 / 16),
                        pixels.globallyAveraged().nngp());
            }
        }
    }

    @Test
    void aFilterAsLargeAsTheImageIsALinearLayer() {
        Tensor images = Streams.ofSeed(2).gaussian(Shape.of(3, 4, 4, 2));
        KernelBlock pixels = PixelBlock.ofImages(images, images, PixelPairs.ALL)
                .convolved(PixelWindow.of(4, 1, Padding.valid()), 1.5, 0.1)
                .through(RELU)
                .flattened()
                .affine(1, 0);
        KernelBlock vectors = KernelBlock.ofInputs(images)
                .flattened()
                .affine(1.5, 0.1)
                .through(RELU)
                .affine(1, 0);
        assertClose(vectors.nngp(), pixels.nngp());
        assertClose(vectors.ntk(), pixels.ntk());
    }

    @Test
    void poolingTheWholeImageIsGlobalAveraging() {
        Tensor images = Streams.ofSeed(2).gaussian(Shape.of(3, 4, 4, 2));
        PixelBlock pixels = PixelBlock.ofImages(images, images, PixelPairs.ALL)
                .convolved(PixelWindow.of(3, 1, Padding.circular(1)), 1.5, 0.1)
                .through(RELU);
        assertClose(
                pixels.globallyAveraged().nngp(),
                pixels.averagePooled(PixelWindow.of(4, 1, Padding.valid()))
                        .flattened()
                        .nngp());
        PixelBlock halved = pixels.averagePooled(PixelWindow.of(2, 2, Padding.valid()));
        assertEquals(new PixelGrid(2, 2), halved.grid());
        assertClose(pixels.globallyAveraged().ntk(), halved.globallyAveraged().ntk());
    }

    @Test
    void stridesTakeEverySecondWindow() {
        assertEquals(new PixelGrid(3, 2), PixelWindow.of(3, 2, Padding.zero(1)).over(new PixelGrid(5, 4)));
        assertEquals(new PixelGrid(2, 1), PixelWindow.of(3, 2, Padding.valid()).over(new PixelGrid(5, 4)));
        Tensor images = Streams.ofSeed(2).gaussian(Shape.of(2, 6, 6, 1));
        PixelBlock all = PixelBlock.ofImages(images, images, PixelPairs.ALL);
        // a filter of one pixel with stride 2 keeps every second pixel: the mean over these
        KernelBlock strided =
                all.convolved(PixelWindow.of(1, 2, Padding.valid()), 1, 0).flattened();
        float[] every = new float[2 * 9];
        for (int k = 0; k < every.length; k++) {
            every[k] = images.at(k / 9, k % 9 / 3 * 2, k % 3 * 2, 0);
        }
        assertClose(KernelBlock.ofInputs(Tensor.wrap(Shape.of(2, 9), every)).nngp(), strided.nngp());
    }

    @Test
    void tilesMakeTheSameKernel() {
        Tensor images = Streams.ofSeed(3).gaussian(Shape.of(37, 3, 3, 2));
        KernelBlock tiled = KernelTiles.of(PixelBlockTest::network, images);
        KernelBlock whole = network(PixelBlock.ofImages(images, images, PixelPairs.ALL));
        assertTrue(tiled.nngp().isSymmetric() && tiled.ntk().isSymmetric());
        assertClose(whole.nngp(), tiled.nngp());
        assertClose(whole.ntk(), tiled.ntk());
        KernelBlock cross = KernelTiles.of(PixelBlockTest::network, images.rows(0, 5), images);
        for (int i = 0; i < 5; i++) {
            for (int j = 0; j < 37; j++) {
                assertEquals(whole.ntk().at(i, j), cross.ntk().at(i, j), 1e-13, "seed 3");
            }
        }
    }

    @Test
    void tilesOfPooledNetworksAreExactlySymmetric() {
        Tensor images = Streams.ofSeed(3).gaussian(Shape.of(9, 5, 5, 2));
        FeatureBlock tiled = KernelTiles.of(
                block -> block.pixels()
                        .convolved(PixelWindow.of(3, 1, Padding.zero(1)), 2, 0.1)
                        .through(RELU)
                        .globallyAveraged()
                        .affine(1, 0),
                images);
        assertTrue(tiled.nngp().isSymmetric() && tiled.ntk().isSymmetric(), "seed 3");
        for (int i = 0; i < 9; i++) {
            assertEquals(tiled.rowVariance().at(i, 0), tiled.nngp().at(i, i), "seed 3");
        }
    }

    private static KernelBlock network(KernelBlock images) {
        return images.pixels()
                .convolved(PixelWindow.of(3, 1, Padding.zero(1)), 2, 0.1)
                .through(RELU)
                .flattened()
                .affine(1, 0.1);
    }

    @Test
    void whatDoesNotFitIsRefused() {
        Tensor images = images();
        assertThrows(
                NoClosedForm.class,
                () -> PixelBlock.ofImages(images, images, PixelPairs.EQUAL_PLACES)
                        .globallyAveraged());
        assertThrows(
                IllegalArgumentException.class,
                () -> PixelBlock.ofImages(images, images, PixelPairs.EQUAL_PLACES)
                        .through(RELU));
        assertThrows(ShapeException.class, () -> KernelBlock.ofInputs(images).affine(1, 0));
        assertThrows(
                ShapeException.class,
                () -> PixelBlock.ofImages(images, images, PixelPairs.EQUAL_PLACES)
                        .convolved(PixelWindow.of(5, 1, Padding.valid()), 1, 0));
    }

    private static void assertClose(Matrix expected, Matrix actual) {
        for (int i = 0; i < expected.rows(); i++) {
            for (int j = 0; j < expected.columns(); j++) {
                assertEquals(expected.at(i, j), actual.at(i, j), 1e-13, "(" + i + ", " + j + ")");
            }
        }
    }
}

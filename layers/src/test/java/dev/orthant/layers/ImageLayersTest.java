package dev.orthant.layers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orthant.autograd.Tape;
import dev.orthant.autograd.Value;
import dev.orthant.autograd.op.Norm;
import dev.orthant.autograd.op.Sum;
import dev.orthant.layers.activation.AbRelu;
import dev.orthant.layers.activation.LeakyRelu;
import dev.orthant.layers.activation.Relu;
import dev.orthant.layers.activation.SquaredRelu;
import dev.orthant.tensor.Padding;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.ShapeException;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.random.Streams;
import dev.orthant.tensor.weights.Role;
import dev.orthant.tensor.weights.Weight;
import dev.orthant.tensor.weights.Weights;
import java.util.List;
import org.junit.jupiter.api.Test;

class ImageLayersTest {
    private static final long SEED = 7;

    private static Network network(Layer layer, int... example) {
        return Network.create(layer, Shape.of(example), new Initialiser.Prior(), Streams.ofSeed(SEED));
    }

    private static Tensor counting(int... axes) {
        Tensor tensor = Tensor.zeros(Shape.of(axes));
        for (int i = 0; i < tensor.size(); i++) {
            tensor.span().array()[i] = i;
        }
        return tensor;
    }

    @Test
    void flattenWritesChannelByChannel() {
        // pixel p = 2 y + x, channel c holds 3 p + c
        Tensor flat = network(new Flatten(), 2, 2, 3).predict(counting(1, 2, 2, 3));

        assertEquals(Shape.of(1, 12), flat.shape());
        assertArrayEquals(new float[] {0, 3, 6, 9, 1, 4, 7, 10, 2, 5, 8, 11}, flat.toArray());
    }

    @Test
    void globalAveragePoolingIsTheMeanOfEachChannel() {
        Tensor means = network(new GlobalAveragePool(), 2, 2, 3).predict(counting(2, 2, 2, 3));

        assertArrayEquals(new float[] {4.5f, 5.5f, 6.5f, 16.5f, 17.5f, 18.5f}, means.toArray());
    }

    @Test
    void poolingLayersGiveTheSizesOfPyTorch() {
        assertEquals(Shape.of(3, 2, 4), new MaxPool2d(3, 2, 1).output(Shape.of(5, 4, 4)));
        assertEquals(Shape.of(2, 2, 4), new AvgPool2d(2).output(Shape.of(5, 4, 4)));
    }

    /// The rectifier is then applied after the pooling ([Succession]). Ties at 0 included nothing may change but roundings: a
    /// pixel's gradient, below 1, is the sum of at most four windows', multiplied by √2 before or after.
    @Test
    void aRectifierBeforeMaxPoolingMayComeAfterIt() {
        Tensor images = Streams.ofSeed(SEED).gaussian(Shape.of(3, 5, 6, 17));
        for (int i = 0; i < images.size(); i += 5) {
            images.span().array()[i] = 0;
        }
        Layer relu = new ScaledRelu();
        Layer pooling = new MaxPool2d(3, 2, 1);
        NamedValues none = NamedValues.of(Weights.of(List.of()), List.of());
        try (Tape swapped = new Tape();
                Tape plain = new Tape()) {
            Value input = swapped.variable(images);
            Value output = Sequential.of(relu, pooling).forward(swapped, none, input);
            Value plainInput = plain.variable(images);
            Value plainOutput = pooling.forward(plain, none, relu.forward(plain, none, plainInput));

            assertArrayEquals(plainOutput.tensor().toArray(), output.tensor().toArray());
            assertArrayEquals(
                    plain.backward(plain.apply(new Norm(), plainOutput))
                            .of(plainInput)
                            .toArray(),
                    swapped.backward(swapped.apply(new Norm(), output))
                            .of(input)
                            .toArray(),
                    8 * 0x1p-24f);
        }
    }

    /// A whole window of −∞, single ones, +∞, NaN and both zeros: the value and every gradient are the same in both orders.
    @Test
    void aRectifierMayComeAfterMaxPoolingAlsoWhereNumbersAreNotFinite() {
        float[] special = {Float.NEGATIVE_INFINITY, Float.NaN, Float.POSITIVE_INFINITY, -0.0f, 0};
        Tensor images = Streams.ofSeed(SEED).gaussian(Shape.of(3, 6, 6, 17));
        for (int i = 0; i < images.size(); i++) {
            if (i < images.size() / 3) {
                images.span().array()[i] = Float.NEGATIVE_INFINITY;
            } else if (i % 23 == 0) {
                images.span().array()[i] = special[i / 23 % special.length];
            }
        }
        NamedValues none = NamedValues.of(Weights.of(List.of()), List.of());
        for (Layer relu : List.of(new ScaledRelu(), new Relu())) {
            Layer pooling = new MaxPool2d(2);
            try (Tape swapped = new Tape();
                    Tape plain = new Tape()) {
                Value input = swapped.variable(images);
                Value output = Sequential.of(relu, pooling).forward(swapped, none, input);
                Value plainInput = plain.variable(images);
                Value plainOutput = pooling.forward(plain, none, relu.forward(plain, none, plainInput));

                assertEquals(0, plainOutput.tensor().toArray()[0], relu.toString()); // of a window of −∞
                assertArrayEquals(
                        plainOutput.tensor().toArray(), output.tensor().toArray(), relu.toString());
                // A window's gradient goes to one pixel, unchanged or times √2: nothing is rounded twice.
                assertArrayEquals(
                        plain.backward(plain.apply(new Sum(), plainOutput))
                                .of(plainInput)
                                .toArray(),
                        swapped.backward(swapped.apply(new Sum(), output))
                                .of(input)
                                .toArray(),
                        relu.toString());
            }
        }
    }

    @Test
    void rectifiersAreZeroBelowZeroWhateverTheyAreGiven() {
        Tensor numbers = Tensor.of(Shape.of(1, 4), Float.NEGATIVE_INFINITY, -1, -0.0f, Float.POSITIVE_INFINITY);
        float[] expected = {0, 0, 0, Float.POSITIVE_INFINITY};
        for (Layer relu : List.of(new Relu(), new SquaredRelu(), new LeakyRelu(0), new AbRelu(0, 1))) {
            float[] rectified = network(relu, 4).predict(numbers).toArray();
            for (int i = 0; i < expected.length; i++) {
                assertEquals(expected[i], rectified[i], 0, relu + " at " + numbers.toArray()[i]); // either zero
            }
        }
        assertArrayEquals(expected, network(new Relu(), 4).predict(numbers).toArray()); // 0, not −0.0
    }

    @Test
    void aConvolutionSumsItsWindowAndAddsTheBias() {
        Conv2d layer = Conv2d.of(1, 2, Padding.valid()).withVariances(1, 1);
        Weights weights = Weights.of(List.of(
                new Weight("weight", Role.MATRIX, Tensor.of(Shape.of(1, 1, 2, 2), 1, 10, 100, 1000)),
                new Weight("bias", Role.BIAS, Tensor.of(Shape.of(1), 0.5f))));
        Tensor sums = new Network(layer, Shape.of(2, 3, 1), weights).predict(counting(1, 2, 3, 1));

        assertEquals(Shape.of(1, 1, 2, 1), sums.shape());
        assertArrayEquals(new float[] {4310.5f, 5421.5f}, sums.toArray());
    }

    /// Same weights under the same names; the values differ by the rounding of Winograd's algorithm alone, which for these 16
    /// channels and results of size 1 is 10⁻⁶ in the mean and several times that at most; a wrong window would show in the first place.
    @Test
    void aConvolutionByWinogradIsTheSameFunction() {
        Conv2d layer = Conv2d.of(24, 3, Padding.zero(1)).withVariances(1, 1);
        Network direct = network(layer, 7, 6, 16);
        Network fast = new Network(layer.withWinograd(), Shape.of(7, 6, 16), direct.weights());
        Tensor images = Streams.ofSeed(5).named("images").gaussian(Shape.of(3, 7, 6, 16));

        assertArrayEquals(direct.predict(images).toArray(), fast.predict(images).toArray(), 2e-5f);
        ShapeException error =
                assertThrows(ShapeException.class, () -> layer.withStride(2).withWinograd());
        String text = String.valueOf(error.getMessage());
        assertTrue(text.startsWith("Winograd convolution: Conv2d[") && text.contains("stride=2"), text);
    }

    @Test
    void aTransposedConvolutionOfWindowsSideBySideEnlargesEveryPixel() {
        Weights weights = Weights.of(
                List.of(new Weight("weight", Role.MATRIX, Tensor.of(Shape.of(1, 1, 2, 2), 1, 10, 100, 1000))));
        Layer layer = new ConvTranspose2d(1, 2, 2, 0);
        Tensor enlarged = new Network(layer, Shape.of(1, 2, 1), weights).predict(Tensor.of(Shape.of(1, 1, 2, 1), 1, 2));

        assertEquals(Shape.of(2, 4, 1), layer.output(Shape.of(1, 2, 1)));
        assertArrayEquals(new float[] {1, 10, 2, 20, 100, 1000, 200, 2000}, enlarged.toArray());
    }

    @Test
    void weightsOfConvolutionsHaveTheShapesOfPyTorch() {
        Layer network = Sequential.of(
                Conv2d.of(8, 3, Padding.zero(1)).withStride(2).withVariances(2, 0.1),
                Conv2d.of(4, 1, Padding.valid()).withGroups(2),
                new ConvTranspose2d(6, 4, 2, 1, 0, 1, 2, 1, 1));
        List<String> specs = network.weights(Shape.of(9, 8, 3)).stream()
                .map(spec -> spec.name() + " " + spec.shape() + " " + spec.fanIn())
                .toList();

        assertEquals(
                List.of(
                        "0.weight [8, 3, 3, 3] 27",
                        "0.bias [8] 27",
                        "1.weight [4, 4, 1, 1] 4",
                        "2.weight [4, 3, 4, 4] 48",
                        "2.bias [6] 48"),
                specs);
        assertEquals(Shape.of(10, 8, 6), network.output(Shape.of(9, 8, 3)));
    }

    @Test
    void anEmptyBatchGoesThrough() {
        Layer layer = Sequential.of(
                Conv2d.of(8, 3, Padding.zero(1)).withVariances(2, 0.1),
                new MaxPool2d(2),
                Conv2d.of(8, 3, Padding.circular(1)),
                new AvgPool2d(2),
                new Flatten(),
                Linear.of(3));

        assertEquals(
                Shape.of(0, 3),
                network(layer, 8, 8, 2)
                        .predict(Tensor.zeros(Shape.of(0, 8, 8, 2)))
                        .shape());
        assertEquals(
                Shape.of(0, 2),
                network(new GlobalAveragePool(), 8, 8, 2)
                        .predict(Tensor.zeros(Shape.of(0, 8, 8, 2)))
                        .shape());
    }

    @Test
    void errorsNameTheLayerAndWhatItNeeds() {
        ShapeException flat = assertThrows(
                ShapeException.class, () -> Conv2d.of(2, 3, Padding.zero(1)).output(Shape.of(28, 28)));
        assertEquals(
                "convolution: an example is [28, 28]; [height, width, channels] is required; channels come last",
                flat.getMessage());
        assertThrows(
                ShapeException.class, () -> Conv2d.of(2, 5, Padding.valid()).output(Shape.of(4, 4, 1)));
        assertThrows(ShapeException.class, () -> new MaxPool2d(3).output(Shape.of(9)));
        assertThrows(IllegalArgumentException.class, () -> Conv2d.of(0, 3, Padding.valid()));
        assertThrows(IllegalArgumentException.class, () -> new ConvTranspose2d(1, 3, 1, 0, 1, 1, 1, 1, 0));
    }
}

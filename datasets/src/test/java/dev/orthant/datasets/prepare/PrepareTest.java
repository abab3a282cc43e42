package dev.orthant.datasets.prepare;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orthant.datasets.Examples;
import dev.orthant.datasets.catalogue.Datasets;
import dev.orthant.datasets.catalogue.Digits;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.random.Streams;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class PrepareTest {
    private static final Examples DIGITS = Digits.split().train();

    @Test
    void theBackgroundOfMnistBecomesTheKnownNumber() {
        Examples one = Examples.of("one", Tensor.of(Shape.of(1, 2), 0, 255), new int[1], 1);
        float[] scaled = PixelScale.MNIST.apply(one).inputs().toArray();
        // −0.1307 / 0.3081 and (1 − 0.1307) / 0.3081; float rounding
        assertArrayEquals(new float[] {-0.42421f, 2.82149f}, scaled, 1e-5f);
        assertEquals(255f, one.inputs().at(0, 1), "the original is untouched");
    }

    @Test
    void scaledDigitsHaveMeanZeroAndDeviationOne() {
        float[] scaled = PixelScale.of("digits").apply(DIGITS).inputs().toArray();
        double mean = IntStream.range(0, scaled.length)
                .mapToDouble(i -> scaled[i])
                .average()
                .orElseThrow();
        double square = IntStream.range(0, scaled.length)
                .mapToDouble(i -> scaled[i] * scaled[i])
                .average()
                .orElseThrow();
        assertEquals(0, mean, 2e-4); // the constants have four digits
        assertEquals(1, square, 4e-4);
    }

    @Test
    void everyNamedDatasetHasAScale() {
        Datasets.names().forEach(PixelScale::of);
        assertThrows(IllegalArgumentException.class, () -> PixelScale.of("cifar"));
        assertThrows(IllegalArgumentException.class, () -> new PixelScale(255, Double.NaN, 1));
        assertThrows(IllegalArgumentException.class, () -> new PixelScale(255, 0, 0));
    }

    @Test
    void onTheUnitSphereTheMeanSquareOfEveryExampleIsOne() {
        Examples sphere = UnitSphere.apply(DIGITS);
        for (int i = 0; i < sphere.size(); i++) {
            double squares = 0;
            for (float value : sphere.input(i).toArray()) {
                squares += (double) value * value;
            }
            assertEquals(64, squares, 64 * 1e-6); // each of 64 numbers is rounded once, relative 2⁻²⁴
        }
    }

    @Test
    void theZeroVectorHasNoDirectionAndIsNamed() {
        Examples zero = Examples.of("pair", Tensor.of(Shape.of(2, 2), 1, 0, 0, 0), new int[2], 1);
        var error = assertThrows(IllegalArgumentException.class, () -> UnitSphere.apply(zero));
        assertTrue(String.valueOf(error.getMessage()).contains("example 1 of pair"), error::getMessage);
    }

    @Test
    void oddIsPlusOne() {
        Examples parity = BinaryLabels.parity(DIGITS.first(4)); // labels 0, 1, 2, 3
        assertArrayEquals(new int[] {-1, 1, -1, 1}, BinaryLabels.signs(parity));
        assertThrows(IllegalArgumentException.class, () -> BinaryLabels.signs(DIGITS.first(4)));
    }

    @Test
    void aPairKeepsTwoClassesOnly() {
        Examples pair = BinaryLabels.pair(DIGITS, 7, 3);
        int threes = DIGITS.classIndices().get(3).length;
        assertEquals(threes, pair.classIndices().get(1).length);
        assertEquals(threes + DIGITS.classIndices().get(7).length, pair.size());
        assertThrows(IllegalArgumentException.class, () -> BinaryLabels.pair(DIGITS, 1, 1));
    }

    @Test
    void coinsAreFairAndSeeded() {
        Streams stream = Streams.ofSeed(5).named("coins");
        Examples coins = BinaryLabels.coins(DIGITS, stream);
        assertArrayEquals(coins.labels(), BinaryLabels.coins(DIGITS, stream).labels());
        // n = 1,287: standard deviation √n / 2 = 17.9; five of them
        assertEquals(1_287 / 2.0, coins.classIndices().get(1).length, 90);
        assertArrayEquals(
                coins.first(9).labels(),
                BinaryLabels.coins(DIGITS.first(9), stream).labels());
    }

    @Test
    void noiseReplacesNoMoreThanItsFraction() {
        Streams stream = Streams.ofSeed(6);
        assertArrayEquals(
                DIGITS.labels(), new LabelNoise(0).apply(DIGITS, stream).labels());
        int[] noisy = new LabelNoise(0.5).apply(DIGITS, stream).labels();
        long changed = IntStream.range(0, noisy.length)
                .filter(i -> noisy[i] != DIGITS.label(i))
                .count();
        // 644 replaced, nine in ten of them by another label: 579, standard deviation √(644 · 0.09) = 7.6
        assertEquals(579.0, (double) changed, 38);
        assertThrows(IllegalArgumentException.class, () -> new LabelNoise(Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> new LabelNoise(1.1));
    }
}

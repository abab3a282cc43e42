package dev.orthant.optimizers.collective;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.orthant.optimizers.SignOfZero;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Span;
import dev.orthant.tensor.random.Streams;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignBitsTest {
    private static final Streams COINS = Streams.ofSeed(7);

    /// −1, 0 and 1 about equally often, with −0 among the zeros.
    static float[] threeValued(int count, long seed) {
        float[] numbers = Streams.ofSeed(seed).uniform(Shape.of(count)).toArray();
        for (int i = 0; i < count; i++) {
            numbers[i] = numbers[i] < 0.33f ? -2.5f : numbers[i] < 0.5f ? 0f : numbers[i] < 0.66f ? -0f : 1e-30f;
        }
        return numbers;
    }

    private static SignBits bits(SignOfZero zeros, float... numbers) {
        return SignBits.of(new Span(numbers, 0, numbers.length), zeros, COINS);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 31, 32, 33, 63, 64, 65, 1000, 70_000})
    void signsComeBackFromBitsAndFromBytes(int count) {
        float[] numbers = threeValued(count, 1);
        SignBits signs = bits(SignOfZero.ZERO, numbers);
        SignBits again = SignBits.ofBytes(count, signs.toBytes());
        assertEquals(signs, again);
        float[] unpacked = new float[count];
        again.unpack(new Span(unpacked, 0, count));
        for (int i = 0; i < count; i++) {
            assertEquals((int) Math.signum(numbers[i]), signs.sign(i), "number " + i);
            assertEquals(signs.sign(i), (int) unpacked[i], "number " + i);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 8, 9, 64, 1000, 1 << 20})
    void aSignIsOneBitOnItsWay(int count) {
        float[] numbers = Streams.ofSeed(3).gaussian(Shape.of(count)).toArray();
        numbers[0] = -1;
        assertEquals(Math.ceilDiv(count, 8), bits(SignOfZero.ZERO, numbers).toBytes().length);
        numbers[0] = 0;
        assertEquals(Math.ceilDiv(count, 8), bits(SignOfZero.PLUS, numbers).toBytes().length);
        assertEquals(Math.ceilDiv(count, 8), bits(SignOfZero.RANDOM, numbers).toBytes().length);
        SignBits withZero = bits(SignOfZero.ZERO, numbers);
        assertEquals(2 * Math.ceilDiv(count, 8), withZero.toBytes().length);
        assertEquals(withZero.toBytes().length, withZero.byteCount());
    }

    @Test
    void zerosStayOrRiseOrFallByACoin() {
        int count = 10_000;
        float[] zeros = new float[count];
        assertEquals(count, bits(SignOfZero.ZERO, zeros).zeros());
        SignBits plus = bits(SignOfZero.PLUS, zeros);
        SignBits tossed = bits(SignOfZero.RANDOM, zeros);
        int heads = 0;
        for (int i = 0; i < count; i++) {
            assertEquals(1, plus.sign(i));
            heads += tossed.sign(i) == 1 ? 1 : 0;
        }
        assertEquals(count / 2.0, heads, 5 * Math.sqrt(count) / 2, "five standard errors of fair coins");
        assertEquals(tossed, bits(SignOfZero.RANDOM, zeros), "the same coins fall the same way");
        assertFalse(tossed.hasZeros());
    }

    @ParameterizedTest
    @EnumSource(SignOfZero.class)
    void turningTwiceIsNoTurn(SignOfZero zeros) {
        SignBits signs = bits(zeros, threeValued(777, 5));
        SignBits turned = signs.negated();
        assertEquals(signs, turned.negated());
        for (int i = 0; i < signs.count(); i++) {
            assertEquals(-signs.sign(i), turned.sign(i), "number " + i);
        }
        assertEquals(turned, SignBits.ofBytes(777, turned.toBytes()));
    }

    @Test
    void notANumberHasNoSign() {
        float[] numbers = new float[200];
        numbers[130] = Float.NaN;
        ArithmeticException refused = assertThrows(ArithmeticException.class, () -> bits(SignOfZero.PLUS, numbers));
        assertEquals(
                "signs: number 130 is NaN, which has no sign; lower the learning rate or check the inputs",
                refused.getMessage());
    }

    @Test
    void infinitiesHaveSigns() {
        SignBits signs = bits(SignOfZero.ZERO, Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY);
        assertArrayEquals(new int[] {-1, 1}, new int[] {signs.sign(0), signs.sign(1)});
    }

    @Test
    void bytesThatCannotBeSignsAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> SignBits.ofBytes(9, new byte[1]));
        assertThrows(IllegalArgumentException.class, () -> SignBits.ofBytes(9, new byte[3]));
        assertThrows(IllegalArgumentException.class, () -> SignBits.ofBytes(9, new byte[] {0, 2}), "past the end");
        assertThrows(IllegalArgumentException.class, () -> SignBits.ofBytes(8, new byte[] {1, 1}), "negative and zero");
        assertThrows(IllegalArgumentException.class, () -> SignBits.ofBytes(-1, new byte[0]));
    }
}

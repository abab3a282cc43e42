package dev.orthant.optimizers.collective;

import dev.orthant.optimizers.SignOfZero;
import dev.orthant.tensor.Span;
import dev.orthant.tensor.parallel.Parallel;
import dev.orthant.tensor.random.Streams;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.stream.LongStream;

/// Signs of a vector, one bit each: number i is bit i mod 64 of word i / 64, and 1 means negative.
///
/// One bit has no third value. Under [SignOfZero#PLUS] and [SignOfZero#RANDOM] zeros take a side before they are packed;
/// under [SignOfZero#ZERO] a second plane of bits marks them, which costs a second bit each, but only if there are any.
/// Nobody changes a value after it was made.
///
/// Source of the layout: Bernstein, Zhao, Azizzadenesheli and Anandkumar 2019, "signSGD with majority vote is communication
/// efficient and fault tolerant"; theirs lays the bits out in 32-bit words column by column.
///
/// ```java
/// SignBits signs = SignBits.of(Tensor.of(Shape.of(4), 3, -1, 0, -2).span(), SignOfZero.ZERO, Streams.ofSeed(0));
/// signs.sign(2);              // → 0
/// signs.negated().sign(3);    // → 1
/// signs.toBytes();            // → [10, 4]
/// // 0b1010: the second and the fourth are negative; 0b100: the third is 0. Without zeros there is one bit each:
/// SignBits bits = SignBits.of(Tensor.filled(Shape.of(1000), -1).span(), SignOfZero.ZERO, Streams.ofSeed(0));
/// bits.byteCount();           // → 125
/// ```
///
/// @since 0.1.0
public final class SignBits {
    /// Numbers packed by one thread at a time, a multiple of 64.
    private static final int PIECE = 1 << 16;

    private final int count;
    private final long[] negative;
    private final long[] zero;

    /// The arrays themselves, not copies; bits past `count` are 0. `zero` is empty if no sign is 0.
    SignBits(int count, long[] negative, long[] zero) {
        this.count = count;
        this.negative = negative;
        this.zero = zero;
    }

    /// {@return the signs of these numbers; −0 is 0}
    ///
    /// @param numbers read, not kept
    /// @param zeros   which sign 0 has
    /// @param coins   for [SignOfZero#RANDOM]; the others do not use it
    /// @throws ArithmeticException if a number is NaN: it has no sign
    public static SignBits of(Span numbers, SignOfZero zeros, Streams coins) {
        int words = words(numbers.length());
        long[] negative = new long[words];
        long[] zero = new long[words];
        Parallel.forPieces(numbers.length(), PIECE, (from, to) -> pack(numbers, from, to, negative, zero));
        boolean none = LongStream.of(zero).allMatch(word -> word == 0);
        return switch (zeros) {
            case ZERO -> new SignBits(numbers.length(), negative, none ? new long[0] : zero);
            case PLUS -> new SignBits(numbers.length(), negative, new long[0]);
            case RANDOM -> new SignBits(numbers.length(), tossed(negative, zero, coins), new long[0]);
        };
    }

    private static void pack(Span numbers, int from, int to, long[] negative, long[] zero) {
        float[] array = numbers.array();
        for (int start = from; start < to; start += Long.SIZE) {
            int length = Math.min(Long.SIZE, to - start);
            int offset = numbers.from() + start;
            long below = 0;
            long above = 0;
            for (int bit = 0; bit < length; bit++) {
                float number = array[offset + bit];
                below |= (number < 0 ? 1L : 0L) << bit;
                above |= (number > 0 ? 1L : 0L) << bit;
            }
            negative[start / Long.SIZE] = below;
            zero[start / Long.SIZE] = ~(below | above) & firstBits(length);
            if (zero[start / Long.SIZE] != 0) {
                requireNumbers(array, offset, length, start);
            }
        }
    }

    private static void requireNumbers(float[] array, int offset, int length, int start) {
        for (int i = 0; i < length; i++) {
            if (Float.isNaN(array[offset + i])) {
                throw new ArithmeticException("signs: number " + (start + i)
                        + " is NaN, which has no sign; lower the learning rate or check the inputs");
            }
        }
    }

    /// Every zero goes to a side by a coin of its own; the 64 coins of a word are one number of its stream.
    static long[] tossed(long[] negative, long[] zero, Streams coins) {
        long[] decided = negative.clone();
        for (int word = 0; word < zero.length; word++) {
            if (zero[word] != 0) {
                decided[word] |= zero[word] & coins.indexed(word).key();
            }
        }
        return decided;
    }

    /// {@return how many signs there are}
    public int count() {
        return count;
    }

    /// {@return true if some sign is 0: then every sign takes two bits}
    public boolean hasZeros() {
        return zero.length > 0;
    }

    /// {@return how many signs are 0}
    public long zeros() {
        return LongStream.of(zero).map(Long::bitCount).sum();
    }

    /// {@return −1, 0 or 1}
    ///
    /// @param index from 0
    /// @throws IndexOutOfBoundsException if there is no such sign
    public int sign(int index) {
        if (index < 0 || index >= count) {
            throw new IndexOutOfBoundsException("signs: index " + index + " of " + count + " was asked for");
        }
        if (hasZeros() && (zero[index / Long.SIZE] >>> index & 1) == 1) {
            return 0;
        }
        return (negative[index / Long.SIZE] >>> index & 1) == 1 ? -1 : 1;
    }

    /// Writes −1, 0 and 1 in place of the numbers.
    ///
    /// @param numbers as many as there are signs
    /// @throws IllegalArgumentException if there are more or fewer of them
    public void unpack(Span numbers) {
        if (numbers.length() != count) {
            throw new IllegalArgumentException("signs: " + count + " signs came for " + numbers.length() + " numbers");
        }
        float[] array = numbers.array();
        Parallel.forPieces(count, PIECE, (from, to) -> {
            for (int i = from; i < to; i++) {
                array[numbers.from() + i] = 1 - 2 * (int) (negative[i / Long.SIZE] >>> i & 1);
            }
            for (int i = from; hasZeros() && i < to; i++) {
                array[numbers.from() + i] *= 1 - (int) (zero[i / Long.SIZE] >>> i & 1);
            }
        });
    }

    /// {@return every sign turned; zeros stay}
    public SignBits negated() {
        long[] turned = new long[negative.length];
        for (int word = 0; word < turned.length; word++) {
            long used = firstBits(count - word * Long.SIZE);
            turned[word] = ~negative[word] & used & (hasZeros() ? ~zero[word] : -1);
        }
        return new SignBits(count, turned, zero);
    }

    /// {@return length of [#toBytes]: an eighth of a byte per sign, or a quarter if there are zeros}
    public int byteCount() {
        return planeBytes(count) * (hasZeros() ? 2 : 1);
    }

    /// {@return what travels: the plane of negative signs, then that of zeros if there are any; sign i is bit i mod 8
    /// of byte i / 8}
    public byte[] toBytes() {
        int plane = planeBytes(count);
        byte[] bytes = Arrays.copyOf(bytes(negative), byteCount());
        if (hasZeros()) {
            System.arraycopy(bytes(zero), 0, bytes, plane, plane);
        }
        return bytes;
    }

    /// Reads what [#toBytes] gave.
    ///
    /// @param count how many signs there are
    /// @param bytes copied
    /// @return the signs
    /// @throws IllegalArgumentException if the bytes cannot be those of `count` signs: wrong length, bits past the last sign,
    ///                                  a sign both negative and zero
    public static SignBits ofBytes(int count, byte[] bytes) {
        int plane = planeBytes(count);
        if (count < 0 || (bytes.length != plane && bytes.length != 2 * plane)) {
            throw new IllegalArgumentException("signs: " + bytes.length + " bytes came for " + count + " signs; "
                    + plane + " or twice as many are required");
        }
        long[] negative = longs(bytes, 0, plane);
        long[] zero = bytes.length == plane ? new long[0] : longs(bytes, plane, plane);
        long unused = count % Long.SIZE == 0 ? 0 : -1L << count;
        for (int word = 0; word < negative.length; word++) {
            long zeros = zero.length == 0 ? 0 : zero[word];
            if ((zeros & negative[word]) != 0
                    || (word == negative.length - 1 && ((zeros | negative[word]) & unused) != 0)) {
                throw new IllegalArgumentException("signs: word " + word
                        + " has bits past the last sign, or a sign that is negative and zero; the bytes are damaged");
            }
        }
        return new SignBits(count, negative, zero);
    }

    long[] negativeWords() {
        return negative;
    }

    long[] zeroWords() {
        return zero;
    }

    static int words(int count) {
        return Math.ceilDiv(count, Long.SIZE);
    }

    private static int planeBytes(int count) {
        return Math.ceilDiv(count, Byte.SIZE);
    }

    private static long firstBits(int length) {
        return length >= Long.SIZE ? -1L : (1L << length) - 1;
    }

    private static byte[] bytes(long[] words) {
        ByteBuffer buffer = ByteBuffer.allocate(words.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        buffer.asLongBuffer().put(words);
        return buffer.array();
    }

    private static long[] longs(byte[] bytes, int from, int length) {
        long[] words = new long[Math.ceilDiv(length, Long.BYTES)];
        byte[] padded = Arrays.copyOf(Arrays.copyOfRange(bytes, from, from + length), words.length * Long.BYTES);
        ByteBuffer.wrap(padded).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().get(words);
        return words;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SignBits that
                && count == that.count
                && Arrays.equals(negative, that.negative)
                && Arrays.equals(zero, that.zero);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(negative) + Arrays.hashCode(zero);
    }

    @Override
    public String toString() {
        return count + " signs" + (hasZeros() ? ", " + zeros() + " of them 0" : "");
    }
}

package dev.orthant.tensor.kernel;

import static dev.orthant.tensor.kernel.RandomFill.BLOCKS;
import static dev.orthant.tensor.kernel.RandomFill.GROUP;
import static dev.orthant.tensor.kernel.Species.LANES;
import static dev.orthant.tensor.kernel.Species.LONG;
import static dev.orthant.tensor.kernel.Species.load;

import dev.orthant.tensor.Span;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;

/// A vector of numbers at a time, the same operations as [ScalarRandom] in the same order.
final class VectorRandom {
    private static final RandomPass WORDS =
            buffer -> words(buffer.key, buffer.firstBlock, buffer.purpose, buffer.words, buffer.groups);
    private static final RandomPass RADII = buffer -> radii(buffer.words, buffer.numbers, buffer.groups);
    private static final RandomPass DIRECTIONS = buffer -> directions(buffer.words, buffer.numbers, buffer.groups);

    private static final RandomPass[] UNIFORM = {WORDS, buffer -> uniforms(buffer.words, buffer.numbers, buffer.groups)
    };
    private static final RandomPass[] GAUSSIAN = {WORDS, RADII, DIRECTIONS};

    private static final float UNIFORM_SCALE = 0x1p-23f;
    private static final long LOW_WORD = 0xFFFF_FFFFL;

    /// 64-bit lanes in a vector.
    private static final int HALF = LANES / 2;

    /// Distance in the state between two words of a block.
    private static final int WORD = RandomFill.GROUPS * BLOCKS;

    private static final ThreadLocal<long[]> STATE = ThreadLocal.withInitial(() -> new long[4 * WORD]);

    private VectorRandom() {}

    static void uniform(long key, long firstIndex, Span out) {
        RandomFill.fill(UNIFORM, Philox.UNIFORM, key, firstIndex, out);
    }

    static void gaussian(long key, long firstIndex, Span out) {
        RandomFill.fill(GAUSSIAN, Philox.GAUSSIAN, key, firstIndex, out);
    }

    /// [Philox] on all blocks, two rounds at a time over a buffer: vectors that live from one round of a loop to the
    /// next become objects.
    ///
    /// A word takes the lower half of a long lane, for the products of 64 bits. Blocks come in runs of as many as there
    /// are int lanes, the even ones of a run first, so that in the end the odd ones only move to the upper halves.
    static void words(long key, long firstBlock, int purpose, int[] words, int groups) {
        long[] state = STATE.get();
        int blocks = groups * BLOCKS;
        fillCounters(firstBlock, purpose, state, blocks);
        int key0 = (int) key;
        int key1 = (int) (key >>> 32);
        for (int round = 0; round < Philox.ROUNDS; round += 2) {
            twoRounds(key0, key1, state, blocks);
            key0 += Philox.KEY_STEP_0;
            key0 += Philox.KEY_STEP_0;
            key1 += Philox.KEY_STEP_1;
            key1 += Philox.KEY_STEP_1;
        }
        for (int word = 0; word < 4; word++) {
            for (int block = 0; block < blocks; block += LANES) {
                int at = block / BLOCKS * GROUP + block % BLOCKS + word * BLOCKS;
                join(state, word * WORD + block).intoArray(words, at);
            }
        }
    }

    private static void fillCounters(long firstBlock, int purpose, long[] state, int blocks) {
        for (int run = 0; run < blocks; run += LANES) {
            for (int i = 0; i < HALF; i++) {
                long even = firstBlock + run + 2L * i;
                state[run + i] = even;
                state[run + HALF + i] = even + 1;
                state[WORD + run + i] = even >>> 32;
                state[WORD + run + HALF + i] = (even + 1) >>> 32;
            }
        }
        Arrays.fill(state, 2 * WORD, 2 * WORD + blocks, purpose);
        Arrays.fill(state, 3 * WORD, 3 * WORD + blocks, 0);
    }

    /// The upper half of a lane may hold anything: it is masked away before each product and at the end.
    private static void twoRounds(int key0, int key1, long[] state, int blocks) {
        for (int i = 0; i < blocks; i += HALF) {
            LongVector product0 = low(loadLongs(state, i)).mul(Philox.MULTIPLIER_0);
            LongVector product1 = low(loadLongs(state, 2 * WORD + i)).mul(Philox.MULTIPLIER_1);
            LongVector word0 = mixed(product1, loadLongs(state, WORD + i), key0);
            LongVector word2 = mixed(product0, loadLongs(state, 3 * WORD + i), key1);
            LongVector next0 = low(word0).mul(Philox.MULTIPLIER_0);
            LongVector next1 = low(word2).mul(Philox.MULTIPLIER_1);
            mixed(next1, product1, key0 + Philox.KEY_STEP_0).intoArray(state, i);
            next1.intoArray(state, WORD + i);
            mixed(next0, product0, key1 + Philox.KEY_STEP_1).intoArray(state, 2 * WORD + i);
            next0.intoArray(state, 3 * WORD + i);
        }
    }

    /// Upper word of the product ⊕ word ⊕ key.
    private static LongVector mixed(LongVector product, LongVector word, long key) {
        return product.lanewise(VectorOperators.LSHR, 32)
                .lanewise(VectorOperators.XOR, word)
                .lanewise(VectorOperators.XOR, key);
    }

    private static IntVector join(long[] state, int at) {
        LongVector odd = loadLongs(state, at + HALF).lanewise(VectorOperators.LSHL, 32);
        return low(loadLongs(state, at)).or(odd).reinterpretAsInts();
    }

    private static LongVector low(LongVector vector) {
        return vector.and(LOW_WORD);
    }

    private static LongVector loadLongs(long[] array, int from) {
        return LongVector.fromArray(LONG, array, from);
    }

    /// out = (⌊word / 2⁹⌋ + ½) / 2²³
    static void uniforms(int[] words, float[] out, int groups) {
        for (int i = 0; i < groups * GROUP; i += LANES) {
            toFloats(load(words, i).lanewise(VectorOperators.LSHR, 9))
                    .add(0.5f)
                    .mul(UNIFORM_SCALE)
                    .intoArray(out, i);
        }
    }

    /// A radius from words 0 and 2 of each block.
    static void radii(int[] words, float[] out, int groups) {
        for (int pair = 0; pair < groups * GROUP; pair += 2 * BLOCKS) {
            for (int i = pair; i < pair + BLOCKS; i += LANES) {
                radius(load(words, i)).intoArray(out, i);
            }
        }
    }

    /// See [NormalNumbers#radius].
    private static FloatVector radius(IntVector word) {
        FloatVector high = toFloats(word.lanewise(VectorOperators.LSHR, 16));
        FloatVector low = toFloats(word.and(0xFFFF));
        IntVector bits = high.mul(65536f).add(low.add(0.5f)).reinterpretAsInts();
        IntVector exponent =
                bits.sub(NormalNumbers.BITS_OF_ROOT_HALF).lanewise(VectorOperators.ASHR, NormalNumbers.MANTISSA_BITS);
        FloatVector f = bits.sub(exponent.lanewise(VectorOperators.LSHL, NormalNumbers.MANTISSA_BITS))
                .reinterpretAsFloats()
                .sub(1f);
        FloatVector e = toFloats(exponent).sub(NormalNumbers.WORD_BITS);
        FloatVector series = f.mul(NormalNumbers.L8).add(NormalNumbers.L7);
        series = series.mul(f).add(NormalNumbers.L6);
        series = series.mul(f).add(NormalNumbers.L5);
        series = series.mul(f).add(NormalNumbers.L4);
        series = series.mul(f).add(NormalNumbers.L3);
        series = series.mul(f).add(NormalNumbers.L2);
        series = series.mul(f).add(NormalNumbers.L1);
        series = series.mul(f).add(NormalNumbers.L0);
        FloatVector square = f.mul(f);
        FloatVector small = series.mul(f).mul(square).sub(square.mul(0.5f)).add(e.mul(NormalNumbers.LOG_2_LOW));
        return small.add(f).add(e.mul(NormalNumbers.LOG_2_HIGH)).mul(-2f).sqrt();
    }

    /// Turns each radius into two numbers, by the direction in the word behind it.
    static void directions(int[] words, float[] out, int groups) {
        for (int pair = 0; pair < groups * GROUP; pair += 2 * BLOCKS) {
            for (int i = pair; i < pair + BLOCKS; i += LANES) {
                IntVector word = load(words, i + BLOCKS);
                FloatVector radius = load(out, i);
                FloatVector t = toFloats(word.lanewise(VectorOperators.LSHL, 2)).mul(NormalNumbers.QUARTER_TURNS);
                FloatVector square = t.mul(t);
                FloatVector cosine = radius.mul(signed(cosine(square), word));
                FloatVector sine = radius.mul(sineOverT(square).mul(t));
                exchanged(cosine, sine, word).intoArray(out, i);
                exchanged(sine, cosine, word).intoArray(out, i + BLOCKS);
            }
        }
    }

    /// See [NormalNumbers#signedCosine].
    private static FloatVector cosine(FloatVector square) {
        FloatVector series = square.mul(NormalNumbers.C4).add(NormalNumbers.C3);
        series = series.mul(square).add(NormalNumbers.C2);
        series = series.mul(square).add(NormalNumbers.C1);
        return series.mul(square).add(1f);
    }

    private static FloatVector signed(FloatVector cosine, IntVector word) {
        IntVector sign = word.lanewise(VectorOperators.LSHL, 1).and(Integer.MIN_VALUE);
        return cosine.reinterpretAsInts().lanewise(VectorOperators.XOR, sign).reinterpretAsFloats();
    }

    /// See [NormalNumbers#sine].
    private static FloatVector sineOverT(FloatVector square) {
        FloatVector series = square.mul(NormalNumbers.S3).add(NormalNumbers.S2);
        series = series.mul(square).add(NormalNumbers.S1);
        return series.mul(square).add(NormalNumbers.S0);
    }

    /// `other` where the word's top bit is set, else `one`; as integers, because changing a mask's type is slow.
    private static FloatVector exchanged(FloatVector one, FloatVector other, IntVector word) {
        return one.reinterpretAsInts()
                .blend(other.reinterpretAsInts(), word.compare(VectorOperators.LT, 0))
                .reinterpretAsFloats();
    }

    private static FloatVector toFloats(IntVector vector) {
        return (FloatVector) vector.convert(VectorOperators.I2F, 0);
    }
}

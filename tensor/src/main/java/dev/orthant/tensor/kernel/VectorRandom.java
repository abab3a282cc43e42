package dev.orthant.tensor.kernel;

import static dev.orthant.tensor.kernel.RandomFill.BLOCKS;
import static dev.orthant.tensor.kernel.RandomFill.GROUP;
import static dev.orthant.tensor.kernel.Species.FLOAT;
import static dev.orthant.tensor.kernel.Species.LANES;
import static dev.orthant.tensor.kernel.Species.LONG;
import static dev.orthant.tensor.kernel.Species.broadcast;
import static dev.orthant.tensor.kernel.Species.load;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;

/// A vector of numbers at a time, the same operations as [ScalarRandom] in the same order.
final class VectorRandom implements RandomPasses {
    static final RandomPasses PASSES = new VectorRandom();

    private static final float UNIFORM_SCALE = 0x1p-23f;
    private static final long LOW_WORD = 0xFFFF_FFFFL;

    /// 0, 2, 4, …: the even blocks lie in one vector of long lanes, the odd ones in another.
    private static final LongVector EVEN = LongVector.zero(LONG).addIndex(2);

    private VectorRandom() {}

    @Override
    public void words(long key, long firstBlock, int purpose, int[] words, int groups) {
        for (int group = 0; group < groups; group++) {
            for (int block = 0; block < BLOCKS; block += LANES) {
                sideBySide(key, firstBlock + (long) group * BLOCKS + block, purpose, words, group * GROUP + block);
            }
        }
    }

    /// [Philox] on as many blocks as there are lanes. A word takes the lower half of a long lane, for the products of
    /// 64 bits; in the end the odd blocks move to the upper halves of the even ones, which brings all into order.
    private static void sideBySide(long key, long block, int purpose, int[] words, int at) {
        LongVector even = EVEN.add(block);
        LongVector odd = EVEN.add(block + 1);
        LongVector even0 = even.and(LOW_WORD);
        LongVector even1 = even.lanewise(VectorOperators.LSHR, 32);
        LongVector even2 = broadcast((long) purpose);
        LongVector even3 = broadcast(0L);
        LongVector odd0 = odd.and(LOW_WORD);
        LongVector odd1 = odd.lanewise(VectorOperators.LSHR, 32);
        LongVector odd2 = even2;
        LongVector odd3 = even3;
        for (int round = 0; round < Philox.ROUNDS; round++) {
            long key0 = ((int) key + round * Philox.KEY_STEP_0) & LOW_WORD;
            long key1 = ((int) (key >>> 32) + round * Philox.KEY_STEP_1) & LOW_WORD;
            LongVector evenProduct0 = even0.and(LOW_WORD).mul(Philox.MULTIPLIER_0);
            LongVector evenProduct1 = even2.and(LOW_WORD).mul(Philox.MULTIPLIER_1);
            LongVector oddProduct0 = odd0.and(LOW_WORD).mul(Philox.MULTIPLIER_0);
            LongVector oddProduct1 = odd2.and(LOW_WORD).mul(Philox.MULTIPLIER_1);
            // The upper halves of words 1 and 3 hold what is not theirs; it is masked away before each product.
            even0 = mixed(evenProduct1, even1, key0);
            even2 = mixed(evenProduct0, even3, key1);
            odd0 = mixed(oddProduct1, odd1, key0);
            odd2 = mixed(oddProduct0, odd3, key1);
            even1 = evenProduct1;
            even3 = evenProduct0;
            odd1 = oddProduct1;
            odd3 = oddProduct0;
        }
        store(even0, odd0, words, at);
        store(even1, odd1, words, at + BLOCKS);
        store(even2, odd2, words, at + 2 * BLOCKS);
        store(even3, odd3, words, at + 3 * BLOCKS);
    }

    /// Upper word of the product ⊕ word ⊕ key.
    private static LongVector mixed(LongVector product, LongVector word, long key) {
        return product.lanewise(VectorOperators.LSHR, 32)
                .lanewise(VectorOperators.XOR, word)
                .lanewise(VectorOperators.XOR, key);
    }

    private static void store(LongVector even, LongVector odd, int[] words, int at) {
        even.and(LOW_WORD)
                .or(odd.lanewise(VectorOperators.LSHL, 32))
                .reinterpretAsInts()
                .intoArray(words, at);
    }

    @Override
    public void uniforms(int[] words, float[] out, int groups) {
        for (int i = 0; i < groups * GROUP; i += LANES) {
            toFloats(load(words, i).lanewise(VectorOperators.LSHR, 9))
                    .add(0.5f)
                    .mul(UNIFORM_SCALE)
                    .intoArray(out, i);
        }
    }

    @Override
    public void radii(int[] words, float[] out, int groups) {
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

    @Override
    public void directions(int[] words, float[] out, int groups) {
        for (int pair = 0; pair < groups * GROUP; pair += 2 * BLOCKS) {
            for (int i = pair; i < pair + BLOCKS; i += LANES) {
                IntVector word = load(words, i + BLOCKS);
                FloatVector radius = load(out, i);
                FloatVector t = toFloats(word.lanewise(VectorOperators.LSHL, 2)).mul(NormalNumbers.QUARTER_TURNS);
                FloatVector square = t.mul(t);
                FloatVector cosine = radius.mul(signed(cosine(square), word));
                FloatVector sine = radius.mul(sineOverT(square).mul(t));
                var exchanged = word.compare(VectorOperators.LT, 0).cast(FLOAT);
                cosine.blend(sine, exchanged).intoArray(out, i);
                sine.blend(cosine, exchanged).intoArray(out, i + BLOCKS);
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

    private static FloatVector toFloats(IntVector vector) {
        return (FloatVector) vector.convert(VectorOperators.I2F, 0);
    }
}

package dev.orthant.tensor.kernel;

import static dev.orthant.tensor.kernel.RandomFill.BLOCKS;
import static dev.orthant.tensor.kernel.RandomFill.GROUP;
import static dev.orthant.tensor.kernel.Species.FLOAT;
import static dev.orthant.tensor.kernel.Species.INT;
import static dev.orthant.tensor.kernel.Species.LANES;

import dev.orthant.tensor.Span;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/// A vector of numbers at a time, the same operations as [ScalarRandom] in the same order.
///
/// The bodies of the loops are written out and call nothing but the Vector API: its methods are always inlined, ours only
/// until a method has become large, and at the first call that is not inlined all vectors become objects.
final class VectorRandom {
    private static final RandomPass WORDS =
            buffer -> words(buffer.key, buffer.firstBlock, buffer.purpose, buffer.words, buffer.groups);

    private static final RandomPass[] UNIFORM = {WORDS, buffer -> uniforms(buffer.words, buffer.numbers, buffer.groups)
    };
    private static final RandomPass[] GAUSSIAN = {WORDS, buffer -> normals(buffer.words, buffer.numbers, buffer.groups)
    };

    private static final float UNIFORM_SCALE = 0x1p-23f;

    private static final IntVector LANE_NUMBERS = IntVector.zero(INT).addIndex(1);

    private VectorRandom() {}

    static void uniform(long key, long firstIndex, Span out) {
        RandomFill.fill(UNIFORM, Threefry.UNIFORM, key, firstIndex, out);
    }

    static void gaussian(long key, long firstIndex, Span out) {
        RandomFill.fill(GAUSSIAN, Threefry.GAUSSIAN, key, firstIndex, out);
    }

    /// [Threefry] on a vector of blocks at a time, one word of all of them in a vector.
    ///
    /// The index of a buffer's first block is a multiple of 16, so that its low word carries into the high one only between
    /// two vectors.
    static void words(long key, long firstBlock, int purpose, int[] words, int groups) {
        int key0 = (int) key;
        int key1 = (int) (key >>> 32);
        int key2 = purpose;
        int key3 = 0;
        int key4 = Threefry.PARITY ^ key0 ^ key1 ^ key2 ^ key3;
        for (int group = 0; group < groups; group++) {
            for (int block = 0; block < BLOCKS; block += LANES) {
                long index = firstBlock + (long) group * BLOCKS + block;
                IntVector x0 = LANE_NUMBERS.add((int) index + key0);
                IntVector x1 = IntVector.broadcast(INT, (int) (index >>> 32) + key1);
                IntVector x2 = IntVector.broadcast(INT, key2);
                IntVector x3 = IntVector.broadcast(INT, key3);
                x0 = x0.add(x1);
                x1 = x1.lanewise(VectorOperators.ROL, 10).lanewise(VectorOperators.XOR, x0);
                x2 = x2.add(x3);
                x3 = x3.lanewise(VectorOperators.ROL, 26).lanewise(VectorOperators.XOR, x2);
                x0 = x0.add(x3);
                x3 = x3.lanewise(VectorOperators.ROL, 11).lanewise(VectorOperators.XOR, x0);
                x2 = x2.add(x1);
                x1 = x1.lanewise(VectorOperators.ROL, 21).lanewise(VectorOperators.XOR, x2);
                x0 = x0.add(x1);
                x1 = x1.lanewise(VectorOperators.ROL, 13).lanewise(VectorOperators.XOR, x0);
                x2 = x2.add(x3);
                x3 = x3.lanewise(VectorOperators.ROL, 27).lanewise(VectorOperators.XOR, x2);
                x0 = x0.add(x3);
                x3 = x3.lanewise(VectorOperators.ROL, 23).lanewise(VectorOperators.XOR, x0);
                x2 = x2.add(x1);
                x1 = x1.lanewise(VectorOperators.ROL, 5).lanewise(VectorOperators.XOR, x2);
                x0 = x0.add(key1);
                x1 = x1.add(key2);
                x2 = x2.add(key3);
                x3 = x3.add(key4 + 1);
                x0 = x0.add(x1);
                x1 = x1.lanewise(VectorOperators.ROL, 6).lanewise(VectorOperators.XOR, x0);
                x2 = x2.add(x3);
                x3 = x3.lanewise(VectorOperators.ROL, 20).lanewise(VectorOperators.XOR, x2);
                x0 = x0.add(x3);
                x3 = x3.lanewise(VectorOperators.ROL, 17).lanewise(VectorOperators.XOR, x0);
                x2 = x2.add(x1);
                x1 = x1.lanewise(VectorOperators.ROL, 11).lanewise(VectorOperators.XOR, x2);
                x0 = x0.add(x1);
                x1 = x1.lanewise(VectorOperators.ROL, 25).lanewise(VectorOperators.XOR, x0);
                x2 = x2.add(x3);
                x3 = x3.lanewise(VectorOperators.ROL, 10).lanewise(VectorOperators.XOR, x2);
                x0 = x0.add(x3);
                x3 = x3.lanewise(VectorOperators.ROL, 18).lanewise(VectorOperators.XOR, x0);
                x2 = x2.add(x1);
                x1 = x1.lanewise(VectorOperators.ROL, 20).lanewise(VectorOperators.XOR, x2);
                x0 = x0.add(key2);
                x1 = x1.add(key3);
                x2 = x2.add(key4);
                x3 = x3.add(key0 + 2);
                x0 = x0.add(x1);
                x1 = x1.lanewise(VectorOperators.ROL, 10).lanewise(VectorOperators.XOR, x0);
                x2 = x2.add(x3);
                x3 = x3.lanewise(VectorOperators.ROL, 26).lanewise(VectorOperators.XOR, x2);
                x0 = x0.add(x3);
                x3 = x3.lanewise(VectorOperators.ROL, 11).lanewise(VectorOperators.XOR, x0);
                x2 = x2.add(x1);
                x1 = x1.lanewise(VectorOperators.ROL, 21).lanewise(VectorOperators.XOR, x2);
                x0 = x0.add(x1);
                x1 = x1.lanewise(VectorOperators.ROL, 13).lanewise(VectorOperators.XOR, x0);
                x2 = x2.add(x3);
                x3 = x3.lanewise(VectorOperators.ROL, 27).lanewise(VectorOperators.XOR, x2);
                x0 = x0.add(x3);
                x3 = x3.lanewise(VectorOperators.ROL, 23).lanewise(VectorOperators.XOR, x0);
                x2 = x2.add(x1);
                x1 = x1.lanewise(VectorOperators.ROL, 5).lanewise(VectorOperators.XOR, x2);
                x0 = x0.add(key3);
                x1 = x1.add(key4);
                x2 = x2.add(key0);
                x3 = x3.add(key1 + 3);
                x0 = x0.add(x1);
                x1 = x1.lanewise(VectorOperators.ROL, 6).lanewise(VectorOperators.XOR, x0);
                x2 = x2.add(x3);
                x3 = x3.lanewise(VectorOperators.ROL, 20).lanewise(VectorOperators.XOR, x2);
                int at = group * GROUP + block;
                x0.intoArray(words, at);
                x1.intoArray(words, at + BLOCKS);
                x2.intoArray(words, at + 2 * BLOCKS);
                x3.intoArray(words, at + 3 * BLOCKS);
            }
        }
    }

    /// out = (⌊word / 2⁹⌋ + ½) / 2²³
    static void uniforms(int[] words, float[] out, int groups) {
        for (int i = 0; i < groups * GROUP; i += LANES) {
            IntVector word = IntVector.fromArray(INT, words, i).lanewise(VectorOperators.LSHR, 9);
            ((FloatVector) word.convert(VectorOperators.I2F, 0))
                    .add(0.5f)
                    .mul(UNIFORM_SCALE)
                    .intoArray(out, i);
        }
    }

    /// A radius from words 0 and 2 of each block, a direction from the word behind it: two numbers. See [NormalNumbers].
    static void normals(int[] words, float[] out, int groups) {
        for (int pair = 0; pair < groups * GROUP; pair += 2 * BLOCKS) {
            for (int i = pair; i < pair + BLOCKS; i += LANES) {
                IntVector word = IntVector.fromArray(INT, words, i);
                IntVector direction = IntVector.fromArray(INT, words, i + BLOCKS);

                IntVector bits = ((FloatVector) word.or(1).convert(VectorOperators.I2F, 0))
                        .reinterpretAsInts()
                        .and(Integer.MAX_VALUE);
                IntVector exponent = bits.sub(NormalNumbers.BITS_OF_ROOT_HALF)
                        .lanewise(VectorOperators.ASHR, NormalNumbers.MANTISSA_BITS);
                FloatVector f = bits.sub(exponent.lanewise(VectorOperators.LSHL, NormalNumbers.MANTISSA_BITS))
                        .reinterpretAsFloats()
                        .sub(1f);
                FloatVector e =
                        (FloatVector) exponent.sub(NormalNumbers.WORD_BITS).convert(VectorOperators.I2F, 0);
                FloatVector square = f.mul(f);
                FloatVector low = f.fma(NormalNumbers.L3, NormalNumbers.L2)
                        .fma(square, f.fma(NormalNumbers.L1, NormalNumbers.L0));
                FloatVector high = f.fma(NormalNumbers.L7, NormalNumbers.L6)
                        .fma(square, f.fma(NormalNumbers.L5, NormalNumbers.L4));
                FloatVector series = high.fma(square.mul(square), low);
                FloatVector logarithm = e.fma(FloatVector.broadcast(FLOAT, NormalNumbers.LOG_2), series.fma(square, f));
                FloatVector radius = logarithm.mul(-2f).lanewise(VectorOperators.SQRT);

                FloatVector t =
                        ((FloatVector) direction.convert(VectorOperators.I2F, 0)).mul(NormalNumbers.QUARTER_TURNS);
                FloatVector turn = t.mul(t);
                FloatVector sine = turn.fma(NormalNumbers.S3, NormalNumbers.S2)
                        .fma(turn, FloatVector.broadcast(FLOAT, NormalNumbers.S1))
                        .fma(turn, FloatVector.broadcast(FLOAT, NormalNumbers.S0))
                        .mul(t);
                FloatVector cosine = turn.fma(NormalNumbers.C4, NormalNumbers.C3)
                        .fma(turn, FloatVector.broadcast(FLOAT, NormalNumbers.C2))
                        .fma(turn, FloatVector.broadcast(FLOAT, NormalNumbers.C1))
                        .fma(turn, FloatVector.broadcast(FLOAT, 1f));
                // As integers, because changing a mask's type is slow.
                IntVector x = cosine.mul(radius)
                        .reinterpretAsInts()
                        .lanewise(VectorOperators.XOR, word.lanewise(VectorOperators.LSHL, 31));
                IntVector y = sine.mul(radius).reinterpretAsInts();
                VectorMask<Integer> exchanged = word.compare(VectorOperators.LT, 0);
                x.blend(y, exchanged).reinterpretAsFloats().intoArray(out, i);
                y.blend(x, exchanged).reinterpretAsFloats().intoArray(out, i + BLOCKS);
            }
        }
    }
}

package dev.orthant.tensor.kernel;

import static dev.orthant.tensor.kernel.RandomFill.BLOCKS;
import static dev.orthant.tensor.kernel.RandomFill.GROUP;

import dev.orthant.tensor.Span;

/// One number at a time: the definition that [VectorRandom] agrees with bit by bit.
final class ScalarRandom {
    private static final RandomPass WORDS =
            buffer -> words(buffer.key, buffer.firstBlock, buffer.purpose, buffer.words, buffer.groups);

    private static final RandomPass[] UNIFORM = {WORDS, buffer -> uniforms(buffer.words, buffer.numbers, buffer.groups)
    };
    private static final RandomPass[] GAUSSIAN = {WORDS, buffer -> normals(buffer.words, buffer.numbers, buffer.groups)
    };

    private static final float UNIFORM_SCALE = 0x1p-23f;

    private ScalarRandom() {}

    static void uniform(long key, long firstIndex, Span out) {
        RandomFill.fill(UNIFORM, Threefry.UNIFORM, key, firstIndex, out);
    }

    static void gaussian(long key, long firstIndex, Span out) {
        RandomFill.fill(GAUSSIAN, Threefry.GAUSSIAN, key, firstIndex, out);
    }

    static void words(long key, long firstBlock, int purpose, int[] words, int groups) {
        int[] block = new int[4];
        for (int i = 0; i < groups * BLOCKS; i++) {
            Threefry.block(key, firstBlock + i, purpose, block);
            int at = i / BLOCKS * GROUP + i % BLOCKS;
            for (int word = 0; word < 4; word++) {
                words[at + word * BLOCKS] = block[word];
            }
        }
    }

    /// out = (⌊word / 2⁹⌋ + ½) / 2²³
    static void uniforms(int[] words, float[] out, int groups) {
        for (int i = 0; i < groups * GROUP; i++) {
            out[i] = ((float) (words[i] >>> 9) + 0.5f) * UNIFORM_SCALE;
        }
    }

    /// A radius from words 0 and 2 of each block, a direction from the word behind it: two numbers.
    static void normals(int[] words, float[] out, int groups) {
        for (int pair = 0; pair < groups * GROUP; pair += 2 * BLOCKS) {
            for (int i = pair; i < pair + BLOCKS; i++) {
                int word = words[i];
                int direction = words[i + BLOCKS];
                float radius = NormalNumbers.radius(word);
                float cosine = NormalNumbers.signedCosine(direction, word) * radius;
                float sine = NormalNumbers.sine(direction) * radius;
                boolean exchanged = word < 0;
                out[i] = exchanged ? sine : cosine;
                out[i + BLOCKS] = exchanged ? cosine : sine;
            }
        }
    }
}

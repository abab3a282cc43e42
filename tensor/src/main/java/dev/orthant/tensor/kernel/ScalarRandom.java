package dev.orthant.tensor.kernel;

import static dev.orthant.tensor.kernel.RandomFill.BLOCKS;
import static dev.orthant.tensor.kernel.RandomFill.GROUP;

/// One number at a time: the definition that [VectorRandom] agrees with bit by bit.
final class ScalarRandom implements RandomPasses {
    static final RandomPasses PASSES = new ScalarRandom();

    private static final float UNIFORM_SCALE = 0x1p-23f;

    private ScalarRandom() {}

    @Override
    public void words(long key, long firstBlock, int purpose, int[] words, int groups) {
        int[] block = new int[4];
        for (int i = 0; i < groups * BLOCKS; i++) {
            Philox.block(key, firstBlock + i, purpose, block);
            int at = i / BLOCKS * GROUP + i % BLOCKS;
            for (int word = 0; word < 4; word++) {
                words[at + word * BLOCKS] = block[word];
            }
        }
    }

    @Override
    public void uniforms(int[] words, float[] out, int groups) {
        for (int i = 0; i < groups * GROUP; i++) {
            out[i] = ((float) (words[i] >>> 9) + 0.5f) * UNIFORM_SCALE;
        }
    }

    @Override
    public void radii(int[] words, float[] out, int groups) {
        for (int pair = 0; pair < groups * GROUP; pair += 2 * BLOCKS) {
            for (int i = pair; i < pair + BLOCKS; i++) {
                out[i] = NormalNumbers.radius(words[i]);
            }
        }
    }

    @Override
    public void directions(int[] words, float[] out, int groups) {
        for (int pair = 0; pair < groups * GROUP; pair += 2 * BLOCKS) {
            for (int i = pair; i < pair + BLOCKS; i++) {
                int word = words[i + BLOCKS];
                float radius = out[i];
                float cosine = radius * NormalNumbers.signedCosine(word);
                float sine = radius * NormalNumbers.sine(word);
                boolean exchanged = word < 0;
                out[i] = exchanged ? sine : cosine;
                out[i + BLOCKS] = exchanged ? cosine : sine;
            }
        }
    }
}

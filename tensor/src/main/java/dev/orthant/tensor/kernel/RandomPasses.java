package dev.orthant.tensor.kernel;

/// The loops that [RandomFill] runs over a buffer, one after the other. They are apart because the JIT compiler stops
/// keeping vectors in registers in loops that do everything at once.
///
/// The buffer holds groups of 64 words, each made of 16 blocks: word w of block b of a group is at `16 w + b`.
interface RandomPasses {
    /// Fills whole groups, from a block whose index is a multiple of 16 on.
    void words(long key, long firstBlock, int purpose, int[] words, int groups);

    /// out = (⌊word / 2⁹⌋ + ½) / 2²³
    void uniforms(int[] words, float[] out, int groups);

    /// out = √(−2 log u) at words 0 and 2 of each block
    void radii(int[] words, float[] out, int groups);

    /// Turns each radius at words 0 and 2 into two normal numbers at words 0, 1 and 2, 3, by the direction in word 1 or 3.
    void directions(int[] words, float[] out, int groups);
}

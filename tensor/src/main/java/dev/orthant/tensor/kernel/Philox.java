package dev.orthant.tensor.kernel;

/// Philox4x32-10: a function from a counter of four words and a key of two to four random words.
///
///     (hi₀, lo₀) = M₀ c₀,  (hi₁, lo₁) = M₁ c₂
///     (c₀, c₁, c₂, c₃) ← (hi₁ ⊕ c₁ ⊕ k₀, lo₁, hi₀ ⊕ c₃ ⊕ k₁, lo₀),  (k₀, k₁) ← (k₀ + W₀, k₁ + W₁)
///
/// ten times. Source: Salmon, Moraes, Dror and Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3".
///
/// Here the counter is (block index, low and high word; purpose; 0): the same stream gives unrelated words for each
/// purpose.
public final class Philox {
    /// Words of [Kernels#uniform].
    static final int UNIFORM = 0;

    /// Words of [Kernels#gaussian].
    static final int GAUSSIAN = 1;

    /// Words drawn one after the other.
    public static final int SEQUENTIAL = 2;

    static final int ROUNDS = 10;
    static final long MULTIPLIER_0 = 0xD251_1F53L;
    static final long MULTIPLIER_1 = 0xCD9E_8D57L;

    /// Fractional parts of the golden ratio and of √3.
    static final int KEY_STEP_0 = 0x9E37_79B9;

    static final int KEY_STEP_1 = 0xBB67_AE85;

    private static final long LOW_WORD = 0xFFFF_FFFFL;

    private Philox() {}

    /// The four words of one block of a stream.
    ///
    /// @param purpose of the words, such as [#SEQUENTIAL]
    /// @param words   receives the four
    public static void block(long key, long index, int purpose, int[] words) {
        words[0] = (int) index;
        words[1] = (int) (index >>> 32);
        words[2] = purpose;
        words[3] = 0;
        encrypt((int) key, (int) (key >>> 32), words);
    }

    /// The function itself: replaces the counter by its random words.
    static void encrypt(int key0, int key1, int[] counter) {
        int c0 = counter[0];
        int c1 = counter[1];
        int c2 = counter[2];
        int c3 = counter[3];
        for (int round = 0; round < ROUNDS; round++) {
            long product0 = MULTIPLIER_0 * (c0 & LOW_WORD);
            long product1 = MULTIPLIER_1 * (c2 & LOW_WORD);
            c0 = (int) (product1 >>> 32) ^ c1 ^ (key0 + round * KEY_STEP_0);
            c1 = (int) product1;
            c2 = (int) (product0 >>> 32) ^ c3 ^ (key1 + round * KEY_STEP_1);
            c3 = (int) product0;
        }
        counter[0] = c0;
        counter[1] = c1;
        counter[2] = c2;
        counter[3] = c3;
    }
}

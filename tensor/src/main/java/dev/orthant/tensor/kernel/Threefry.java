package dev.orthant.tensor.kernel;

/// Threefry4x32-13: a function from a counter of four words and a key of four to four random words.
///
///     x ← counter + key;  thirteen rounds of
///     x₀ ← x₀ + x₁, x₁ ← (x₁ ⋘ R) ⊕ x₀,  x₂ ← x₂ + x₃, x₃ ← (x₃ ⋘ R′) ⊕ x₂   (x₁ and x₃ change places every other round)
///     after every fourth round s = 1, 2, 3:  xᵢ ← xᵢ + k₍ₛ₊ᵢ₎ mod 5,  x₃ ← x₃ + s,  where k₄ = C ⊕ k₀ ⊕ k₁ ⊕ k₂ ⊕ k₃
///
/// Source: Salmon, Moraes, Dror and Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3". Twelve rounds are the
/// fewest that pass all of BigCrush there; 13 is the shortest variant with published answers. Additions, rotations and
/// exclusive ors of 32 bits are what vectors do best; Philox4x32-10 needs products of 64 bits.
///
/// Here the counter is (block index, low and high word; 0; 0) and the key (key, low and high word; purpose; 0): the same
/// stream gives unrelated words for each purpose.
public final class Threefry {
    /// Words of [Kernels#uniform].
    static final int UNIFORM = 0;

    /// Words of [Kernels#gaussian].
    static final int GAUSSIAN = 1;

    /// Words drawn one after the other.
    public static final int SEQUENTIAL = 2;

    static final int ROUNDS = 13;

    /// C, against keys whose words cancel.
    static final int PARITY = 0x1BD1_1BDA;

    /// R and R′ of eight rounds, after which they repeat.
    private static final int[][] ROTATIONS = {
        {10, 26}, {11, 21}, {13, 27}, {23, 5}, {6, 20}, {17, 11}, {25, 10}, {18, 20}
    };

    private Threefry() {}

    /// The four words of one block of a stream.
    ///
    /// @param purpose of the words, such as [#SEQUENTIAL]
    /// @param words   receives the four
    public static void block(long key, long index, int purpose, int[] words) {
        words[0] = (int) index;
        words[1] = (int) (index >>> 32);
        words[2] = 0;
        words[3] = 0;
        encrypt((int) key, (int) (key >>> 32), purpose, 0, words);
    }

    /// The function itself: replaces the counter by its random words.
    static void encrypt(int key0, int key1, int key2, int key3, int[] counter) {
        int key4 = PARITY ^ key0 ^ key1 ^ key2 ^ key3;
        int x0 = counter[0] + key0;
        int x1 = counter[1] + key1;
        int x2 = counter[2] + key2;
        int x3 = counter[3] + key3;
        for (int round = 0; round < ROUNDS; round++) {
            int[] rotation = ROTATIONS[round % ROTATIONS.length];
            if (round % 2 == 0) {
                x0 += x1;
                x1 = Integer.rotateLeft(x1, rotation[0]) ^ x0;
                x2 += x3;
                x3 = Integer.rotateLeft(x3, rotation[1]) ^ x2;
            } else {
                x0 += x3;
                x3 = Integer.rotateLeft(x3, rotation[0]) ^ x0;
                x2 += x1;
                x1 = Integer.rotateLeft(x1, rotation[1]) ^ x2;
            }
            switch (round) {
                case 3 -> {
                    x0 += key1;
                    x1 += key2;
                    x2 += key3;
                    x3 += key4 + 1;
                }
                case 7 -> {
                    x0 += key2;
                    x1 += key3;
                    x2 += key4;
                    x3 += key0 + 2;
                }
                case 11 -> {
                    x0 += key3;
                    x1 += key4;
                    x2 += key0;
                    x3 += key1 + 3;
                }
                default -> {} // no key is added after the other rounds
            }
        }
        counter[0] = x0;
        counter[1] = x1;
        counter[2] = x2;
        counter[3] = x3;
    }
}

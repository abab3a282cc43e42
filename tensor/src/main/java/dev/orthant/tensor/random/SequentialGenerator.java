package dev.orthant.tensor.random;

import dev.orthant.tensor.kernel.Threefry;
import java.util.random.RandomGenerator;

/// The words of a stream in the order of its counter, two 64-bit numbers per block of [Threefry].
final class SequentialGenerator implements RandomGenerator {
    private final long key;
    private final int[] words = new int[4];
    private long drawn;

    SequentialGenerator(long key) {
        this.key = key;
    }

    @Override
    public long nextLong() {
        int half = (int) (drawn % 2) * 2;
        if (half == 0) {
            Threefry.block(key, drawn / 2, Threefry.SEQUENTIAL, words);
        }
        drawn++;
        return (long) words[half + 1] << 32 | (words[half] & 0xFFFF_FFFFL);
    }
}

package dev.orthant.tensor.kernel;

import dev.orthant.tensor.Span;
import dev.orthant.tensor.parallel.PerThread;

/// Fills spans from the counter-based streams, a cached buffer at a time.
///
/// Element i of a stream lies in group i / 64. There, position p = i mod 64 is word p / 16 of block p mod 16, so that
/// 16 blocks can be computed side by side and stored without a permutation.
final class RandomFill {
    static final int BLOCKS = 16;
    static final int GROUP = 4 * BLOCKS;

    /// Groups in the buffer: 4 KB of words and as much of results stay in the first-level cache.
    static final int GROUPS = 16;

    private static final PerThread<RandomFill> BUFFERS = PerThread.withInitial(RandomFill::new);

    /// Group by group, word w of block b at `16 w + b`.
    final int[] words = new int[GROUPS * GROUP];

    /// What becomes of the words, in the same places.
    final float[] numbers = new float[GROUPS * GROUP];

    /// Groups in use.
    int groups;

    long key;
    int purpose;

    /// Index in the stream of the buffer's first block, a multiple of 16.
    long firstBlock;

    private RandomFill() {}

    static void fill(RandomPass[] passes, int purpose, long key, long firstIndex, Span out) {
        RandomFill buffer = BUFFERS.get();
        buffer.purpose = purpose;
        buffer.key = key;
        for (int done = 0; done < out.length(); ) {
            long index = firstIndex + done;
            buffer.groups = groups(index, out.length() - done);
            buffer.firstBlock = index / GROUP * BLOCKS;
            for (RandomPass pass : passes) {
                pass.run(buffer);
            }
            done += buffer.copy((int) (index % GROUP), done, out);
        }
    }

    /// How many groups hold the next elements, at most a buffer.
    private static int groups(long index, int wanted) {
        return (int) Math.min(GROUPS, (index % GROUP + wanted + GROUP - 1) / GROUP);
    }

    private int copy(int skipped, int done, Span out) {
        int count = Math.min(groups * GROUP - skipped, out.length() - done);
        System.arraycopy(numbers, skipped, out.array(), out.from() + done, count);
        return count;
    }
}

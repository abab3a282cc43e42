package dev.orthant.tensor.kernel;

import dev.orthant.tensor.Span;

/// Fills spans from the counter-based streams, a cached buffer at a time.
///
/// Element i of a stream lies in group i / 64. There, position p = i mod 64 is word p / 16 of block p mod 16, so that
/// 16 blocks can be computed side by side and stored without a permutation.
final class RandomFill {
    static final int BLOCKS = 16;
    static final int GROUP = 4 * BLOCKS;

    /// Groups in the buffer: 4 KB of words and as much of results stay in the first-level cache.
    private static final int GROUPS = 16;

    private static final ThreadLocal<RandomFill> BUFFERS = ThreadLocal.withInitial(RandomFill::new);

    private final int[] words = new int[GROUPS * GROUP];
    private final float[] numbers = new float[GROUPS * GROUP];

    private RandomFill() {}

    static void uniform(RandomPasses passes, long key, long firstIndex, Span out) {
        RandomFill buffers = BUFFERS.get();
        for (int done = 0; done < out.length(); ) {
            long index = firstIndex + done;
            int groups = groups(index, out.length() - done);
            passes.words(key, index / GROUP * BLOCKS, Philox.UNIFORM, buffers.words, groups);
            passes.uniforms(buffers.words, buffers.numbers, groups);
            done += buffers.copy(index, groups, done, out);
        }
    }

    static void gaussian(RandomPasses passes, long key, long firstIndex, Span out) {
        RandomFill buffers = BUFFERS.get();
        for (int done = 0; done < out.length(); ) {
            long index = firstIndex + done;
            int groups = groups(index, out.length() - done);
            passes.words(key, index / GROUP * BLOCKS, Philox.GAUSSIAN, buffers.words, groups);
            passes.radii(buffers.words, buffers.numbers, groups);
            passes.directions(buffers.words, buffers.numbers, groups);
            done += buffers.copy(index, groups, done, out);
        }
    }

    /// How many groups hold the next elements, at most a buffer.
    private static int groups(long index, int wanted) {
        return (int) Math.min(GROUPS, (index % GROUP + wanted + GROUP - 1) / GROUP);
    }

    private int copy(long index, int groups, int done, Span out) {
        int skipped = (int) (index % GROUP);
        int count = Math.min(groups * GROUP - skipped, out.length() - done);
        System.arraycopy(numbers, skipped, out.array(), out.from() + done, count);
        return count;
    }
}

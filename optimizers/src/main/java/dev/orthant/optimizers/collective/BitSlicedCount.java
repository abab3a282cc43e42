package dev.orthant.optimizers.collective;

import dev.orthant.tensor.parallel.Parallel;
import java.util.Arrays;
import java.util.List;

/// Counts votes for 64 weights at a time: bit b of every count lies in a word of its own, the b-th plane, and words are
/// added by the logic of an adder.
///
///     sum   = a ⊕ b ⊕ c
///     carry = (a ∧ b) ∨ (c ∧ (a ⊕ b))
///
/// Two new words at a time go into a plane and give one carry for the plane above, so that M votes take about M adders,
/// five operations each, whatever the number of planes. A vote counts 2 if it is negative, 1 if it is zero: the sum of
/// the signs is negative where the count exceeds M, and zero where it equals M.
///
/// All loops run over runs of words, without branches, and compile to the machine's vectors by themselves.
/// Source of the tree of adders: Harley's and Seal's population count, in Warren 2013, "Hacker's delight", section 5-1.
final class BitSlicedCount {
    /// Words per run: the planes and carries of a thousand votes stay in the second-level cache.
    private static final int RUN = 512;

    private final int length;
    private final int voters;
    private final long[][] planes;
    private final long[][] waiting;
    private final boolean[] waits;
    private final long[][] carries;

    private BitSlicedCount(int length, int voters) {
        int bits = Integer.SIZE - Integer.numberOfLeadingZeros(2 * voters);
        this.length = length;
        this.voters = voters;
        planes = new long[bits][length];
        waiting = new long[bits][length];
        waits = new boolean[bits];
        carries = new long[bits][length];
    }

    /// The signs of the sums; the plane of zeros is there even if it is empty.
    static SignBits of(List<SignBits> votes) {
        int count = votes.getFirst().count();
        long[] negative = new long[SignBits.words(count)];
        long[] tied = new long[negative.length];
        Parallel.forPieces(negative.length, RUN, (from, to) -> {
            BitSlicedCount counter = new BitSlicedCount(to - from, votes.size());
            for (SignBits vote : votes) {
                counter.add(vote.negativeWords(), from, 1);
                if (vote.hasZeros()) {
                    counter.add(vote.zeroWords(), from, 0);
                }
            }
            counter.settle();
            counter.compare(negative, tied, from);
        });
        return new SignBits(count, negative, tied);
    }

    /// Adds `words[from …]` to the counts, each bit worth 2^plane.
    private void add(long[] words, int from, int plane) {
        if (plane == planes.length) {
            return; // no count is more than twice the voters: a carry out of the highest plane is 0
        }
        if (!waits[plane]) {
            System.arraycopy(words, from, waiting[plane], 0, length);
            waits[plane] = true;
        } else {
            waits[plane] = false;
            addBoth(planes[plane], waiting[plane], words, from, carries[plane]);
            add(carries[plane], 0, plane + 1);
        }
    }

    /// Adds what still waits for a partner.
    private void settle() {
        for (int plane = 0; plane < planes.length; plane++) {
            if (waits[plane]) {
                waits[plane] = false;
                addOne(planes[plane], waiting[plane], carries[plane]);
                add(carries[plane], 0, plane + 1);
            }
        }
    }

    private void addBoth(long[] sum, long[] first, long[] second, int from, long[] carry) {
        for (int i = 0; i < length; i++) {
            long half = sum[i] ^ first[i];
            carry[i] = (sum[i] & first[i]) | (second[from + i] & half);
            sum[i] = half ^ second[from + i];
        }
    }

    private void addOne(long[] sum, long[] other, long[] carry) {
        for (int i = 0; i < length; i++) {
            carry[i] = sum[i] & other[i];
            sum[i] ^= other[i];
        }
    }

    /// Compares every count with the number of voters, from the highest bit down: as long as all bits agree the count may be
    /// equal, and the first that differs decides.
    private void compare(long[] negative, long[] tied, int from) {
        long[] equal = waiting[0];
        Arrays.fill(equal, -1L);
        long[] greater = carries[0];
        Arrays.fill(greater, 0L);
        for (int plane = planes.length - 1; plane >= 0; plane--) {
            long[] bits = planes[plane];
            if ((voters >>> plane & 1) == 1) {
                for (int i = 0; i < length; i++) {
                    equal[i] &= bits[i];
                }
            } else {
                for (int i = 0; i < length; i++) {
                    greater[i] |= equal[i] & bits[i];
                    equal[i] &= ~bits[i];
                }
            }
        }
        System.arraycopy(greater, 0, negative, from, length);
        System.arraycopy(equal, 0, tied, from, length);
    }
}

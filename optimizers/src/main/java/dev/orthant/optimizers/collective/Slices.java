package dev.orthant.optimizers.collective;

import dev.orthant.optimizers.SignOfZero;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Ballots in slices, so that each member of a large group counts a part of every ballot and no link carries them all:
/// reduce-scatter, then all-gather. Slices end at words of 64 signs and may be empty.
///
/// ```java
/// SignBits ballot = SignBits.of(new Span(new float[] {1, -1}, 0, 2), SignOfZero.PLUS, Streams.ofSeed(0));
/// Slices.joinedSigns(Slices.of(ballot, 3)).count();   // → 2
/// ```
///
/// @since 0.1.0
public final class Slices {
    private Slices() {}

    /// {@return as many slices as asked for, of about the same length, in order}
    ///
    /// @param signs  of a whole ballot
    /// @param slices how many, at least 1
    /// @throws IllegalArgumentException if no slice was asked for
    public static List<SignBits> of(SignBits signs, int slices) {
        if (slices < 1) {
            throw new IllegalArgumentException("slices: " + slices + " were asked for; at least 1 is required");
        }
        if (slices == 1) {
            return List.of(signs);
        }
        int words = SignBits.words(signs.count());
        List<SignBits> parts = new ArrayList<>();
        for (int slice = 0; slice < slices; slice++) {
            int from = (int) ((long) words * slice / slices);
            int to = (int) ((long) words * (slice + 1) / slices);
            int count = Math.min(signs.count(), to * Long.SIZE) - Math.min(signs.count(), from * Long.SIZE);
            long[] zero = signs.hasZeros() ? Arrays.copyOfRange(signs.zeroWords(), from, to) : new long[0];
            boolean none = Arrays.stream(zero).allMatch(word -> word == 0);
            parts.add(new SignBits(
                    count, Arrays.copyOfRange(signs.negativeWords(), from, to), none ? new long[0] : zero));
        }
        return List.copyOf(parts);
    }

    /// {@return what [#of] took apart} Every slice but the last that has signs is whole words long.
    ///
    /// @param slices in order, at least one
    /// @throws IllegalArgumentException if a slice in the middle ends within a word
    public static SignBits joinedSigns(List<SignBits> slices) {
        if (slices.size() == 1) {
            return slices.getFirst();
        }
        int count = Math.toIntExact(slices.stream().mapToLong(SignBits::count).sum());
        long[] negative = new long[SignBits.words(count)];
        long[] zero = slices.stream().anyMatch(SignBits::hasZeros) ? new long[negative.length] : new long[0];
        int signs = 0;
        for (SignBits slice : slices) {
            if (slice.count() > 0 && signs % Long.SIZE != 0) {
                throw new IllegalArgumentException("slices: one ends after " + signs
                        + " signs; all but the last must be multiples of " + Long.SIZE);
            }
            int word = signs / Long.SIZE;
            System.arraycopy(slice.negativeWords(), 0, negative, word, SignBits.words(slice.count()));
            if (slice.hasZeros()) {
                System.arraycopy(slice.zeroWords(), 0, zero, word, SignBits.words(slice.count()));
            }
            signs += slice.count();
        }
        return new SignBits(count, negative, zero);
    }

    /// {@return the rules by which slices are counted: coins belong to places in the whole ballot, so that ties that a
    /// coin decides stay ties until the slices are joined}
    ///
    /// @param whole the rules for whole ballots
    public static RoundPolicy policy(RoundPolicy whole) {
        return switch (whole.ties()) {
            case ZERO, PLUS -> whole;
            case RANDOM -> new RoundPolicy(whole.quorum(), whole.deadline(), SignOfZero.ZERO, whole.seed());
        };
    }

    /// {@return the verdict on whole ballots from those on all slices of a round} A vote counts as counted if it was in
    /// every slice: that of a member that died while it sent may be in some.
    ///
    /// @param slices verdicts on the slices of one round, in order, at least one
    /// @param policy of the whole
    public static Verdict joined(List<Verdict> slices, RoundPolicy policy) {
        if (slices.size() == 1) {
            return slices.getFirst();
        }
        Verdict first = slices.getFirst();
        SignBits sums = joinedSigns(slices.stream().map(Verdict::signs).toList());
        List<Integer> voters = first.voters().ranks().stream()
                .filter(rank -> slices.stream().allMatch(slice -> slice.voters().contains(rank)))
                .toList();
        return new Verdict(
                first.round(),
                slices.stream().mapToLong(Verdict::epoch).max().orElseThrow(),
                MajorityVote.settled(sums, policy.ties(), policy.coins(first.round()))
                        .signs(),
                slices.stream().mapToLong(Verdict::tied).sum(),
                new RankSet(voters),
                first.digest());
    }
}

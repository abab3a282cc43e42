package dev.orthant.optimizers.collective;

import dev.orthant.optimizers.SignOfZero;
import dev.orthant.tensor.random.Streams;
import java.util.List;
import java.util.stream.LongStream;

/// What the majority says about every weight.
///
///     v = sign(s₁ + … + s_M)
///
/// A worker whose sign is 0 abstains on that weight. A sum of 0 is a tie, and what its sign is a rule's convention like
/// any other zero's: the weight stays, or falls (which with two workers is a drift: half of all sums are 0), or a coin
/// decides.
///
/// Source: Bernstein, Zhao, Azizzadenesheli and Anandkumar 2019, "signSGD with majority vote is communication efficient and
/// fault tolerant", algorithm 1; their code has [SignOfZero#PLUS] for both.
///
/// ```java
/// Streams coins = Streams.ofSeed(0);
/// SignBits up = SignBits.of(Tensor.of(Shape.of(2), 1, 1).span(), SignOfZero.ZERO, coins);
/// SignBits mixed = SignBits.of(Tensor.of(Shape.of(2), 1, -1000).span(), SignOfZero.ZERO, coins);
/// MajorityVote three = MajorityVote.of(List.of(up, mixed, up.negated()), SignOfZero.ZERO, coins);
/// three.signs().sign(0);                                                      // → 1
/// three.signs().sign(1);                                                      // → -1
/// MajorityVote.of(List.of(up, up.negated()), SignOfZero.ZERO, coins).tied();  // → 2
/// ```
///
/// @param signs of the majority
/// @param tied  how many sums were 0
/// @since 0.1.0
public record MajorityVote(SignBits signs, long tied) {
    /// Counts votes, all weights of a word at a time ([BitSlicedCount]).
    ///
    /// @param votes at least one, all of the same count
    /// @param ties  the sign of a sum that is 0
    /// @param coins for [SignOfZero#RANDOM]; whoever counts the same votes by the same coins gets the same signs
    /// @return the majority's signs, and how many were ties
    /// @throws IllegalArgumentException if the counts differ or there is no vote
    public static MajorityVote of(List<SignBits> votes, SignOfZero ties, Streams coins) {
        requireSameCount(votes);
        return settled(BitSlicedCount.of(votes), ties, coins);
    }

    /// The definition: one weight after the other, by adding.
    static MajorityVote defined(List<SignBits> votes, SignOfZero ties, Streams coins) {
        requireSameCount(votes);
        int count = votes.getFirst().count();
        long[] negative = new long[SignBits.words(count)];
        long[] tied = new long[negative.length];
        for (int i = 0; i < count; i++) {
            int sum = 0;
            for (SignBits vote : votes) {
                sum += vote.sign(i);
            }
            if (sum < 0) {
                negative[i / Long.SIZE] |= 1L << i;
            } else if (sum == 0) {
                tied[i / Long.SIZE] |= 1L << i;
            }
        }
        return settled(new SignBits(count, negative, tied), ties, coins);
    }

    /// @param sums their signs, with a plane of zeros
    static MajorityVote settled(SignBits sums, SignOfZero ties, Streams coins) {
        long[] negative = sums.negativeWords();
        long[] zero = sums.zeroWords();
        long tied = LongStream.of(zero).map(Long::bitCount).sum();
        SignBits signs = switch (ties) {
            case ZERO -> tied == 0 ? new SignBits(sums.count(), negative, new long[0]) : sums;
            case PLUS -> new SignBits(sums.count(), negative, new long[0]);
            case RANDOM -> new SignBits(sums.count(), SignBits.tossed(negative, zero, coins), new long[0]);
        };
        return new MajorityVote(signs, tied);
    }

    private static void requireSameCount(List<SignBits> votes) {
        if (votes.isEmpty()) {
            throw new IllegalArgumentException("majority vote: no vote came; at least one is required");
        }
        int count = votes.getFirst().count();
        for (SignBits vote : votes) {
            if (vote.count() != count) {
                throw new IllegalArgumentException("majority vote: votes of " + count + " and of " + vote.count()
                        + " signs came; all must have the same count");
            }
        }
    }
}

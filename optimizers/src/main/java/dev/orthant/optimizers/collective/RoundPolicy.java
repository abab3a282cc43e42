package dev.orthant.optimizers.collective;

import dev.orthant.optimizers.SignOfZero;
import dev.orthant.tensor.random.Streams;
import java.time.Duration;

/// The rules of every round, the same for all members of a group. A vote that comes after the verdict is dropped, whatever
/// it says: the verdict has gone out.
///
/// ```java
/// RoundPolicy policy = new RoundPolicy(3, Duration.ofSeconds(10), SignOfZero.RANDOM, 42);  // more than half of 5
/// RoundPolicy elsewhere = new RoundPolicy(3, Duration.ofSeconds(10), SignOfZero.RANDOM, 42);
/// policy.coins(7).key() == elsewhere.coins(7).key();  // → true
/// policy.coins(7).key() == policy.coins(8).key();     // → false
/// new RoundPolicy(0, Duration.ofSeconds(10));         // throws IllegalArgumentException
/// ```
///
/// @param quorum   fewest votes that make a verdict, at least 1. Groups that a network can split need more than half of
///                 their members, or both halves go on.
/// @param deadline from the first vote of a round to its verdict, more than 0: after it the votes that are there decide
/// @param ties     the sign of a sum of votes that is 0
/// @param seed     of the coins of [SignOfZero#RANDOM]; the others do not use it
/// @since 0.1.0
public record RoundPolicy(int quorum, Duration deadline, SignOfZero ties, long seed) {
    /// Checks quorum and deadline.
    ///
    /// @throws IllegalArgumentException if the quorum is less than 1 or the deadline not more than 0
    public RoundPolicy {
        if (quorum < 1 || deadline.isNegative() || deadline.isZero()) {
            throw new IllegalArgumentException("round policy: quorum is " + quorum + " and deadline " + deadline
                    + "; they must be at least 1 and more than 0");
        }
    }

    /// Ties leave the weight where it is.
    ///
    /// @param quorum   fewest votes that make a verdict, at least 1
    /// @param deadline from the first vote of a round to its verdict, more than 0
    public RoundPolicy(int quorum, Duration deadline) {
        this(quorum, deadline, SignOfZero.ZERO, 0);
    }

    /// {@return the coins for the ties of a round, the same for all members}
    ///
    /// @param round which step, from 0
    public Streams coins(long round) {
        return Streams.ofSeed(seed).named("ties").indexed(round);
    }
}

package dev.orthant.optimizers.collective;

/// A group cannot go on, or not with this member. The message says who is missing and what to do.
///
/// ```java
/// GroupException failure = new QuorumLost(7, new RankSet(List.of(2)), 3);
/// boolean mayVoteAgain = switch (failure) {
///     case QuorumLost lost -> true;
///     case NotFormed late -> false;           // start the missing members
///     case Fenced out -> false;               // join again
///     case DigestMismatch other -> false;     // join again
/// };
/// Boolean.valueOf(mayVoteAgain);              // → true
/// ```
///
/// @since 0.1.0
public abstract sealed class GroupException extends RuntimeException
        permits NotFormed, QuorumLost, Fenced, DigestMismatch {
    private static final long serialVersionUID = 1L;

    GroupException(String message) {
        super(message);
    }
}

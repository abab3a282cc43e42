package dev.orthant.optimizers.collective;

/// What a worker sends.
///
/// ```java
/// SignBits signs = SignBits.of(Tensor.of(Shape.of(2), 3, -1).span(), SignOfZero.ZERO, Streams.ofSeed(0));
/// Ballot ballot = new Ballot(7, 1, 0, signs, 0);  // of rank 0 in round 7
/// Ballot again = ballot.under(2);                 // somebody has left meanwhile
/// again.epoch();                                  // → 2
/// again.signs().equals(ballot.signs());           // → true
/// ```
///
/// @param round  which step it is for, from 0
/// @param epoch  of the membership under which it was sent
/// @param rank   of the worker
/// @param signs  its vote
/// @param digest of the weights that the vote was computed from ([WeightDigest]); 0 says nothing about them
/// @since 0.1.0
public record Ballot(long round, long epoch, int rank, SignBits signs, long digest) {
    /// {@return the same vote under another membership}
    ///
    /// @param otherEpoch of that membership
    public Ballot under(long otherEpoch) {
        return new Ballot(round, otherEpoch, rank, signs, digest);
    }
}

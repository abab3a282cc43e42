package dev.orthant.optimizers.collective;

/// What a worker sends.
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

package dev.orthant.optimizers.collective;

/// This member voted from other weights than the majority. Its vote was not counted and the verdict is not for its weights.
///
/// ```java
/// DigestMismatch mismatch = new DigestMismatch(2, 7);
/// mismatch.rank();        // → 2
/// mismatch.getMessage();  // → vote group: round 7: rank 2 has other weights than the group;…
/// ```
///
/// @since 0.1.0
public final class DigestMismatch extends GroupException {
    private static final long serialVersionUID = 1L;

    private final int rank;

    /// Found when the ballots of a round were counted.
    ///
    /// @param rank  whose weights differ
    /// @param round in which that came out
    public DigestMismatch(int rank, long round) {
        super("vote group: round " + round + ": rank " + rank + " has other weights than the group;"
                + " start all members with the same parameters, seed and data, or let it join again");
        this.rank = rank;
    }

    /// {@return whose weights differ}
    public int rank() {
        return rank;
    }
}

package dev.orthant.optimizers.collective;

/// At the deadline too few votes were there. Nobody has moved; the round may be voted on again.
///
/// ```java
/// QuorumLost lost = new QuorumLost(7, new RankSet(List.of(1, 3)), 3);
/// lost.missing();     // → [1, 3]
/// lost.getMessage();  // → vote group: round 7: the votes of rank [1, 3] are missing and fewer than 3 came;…
/// ```
///
/// @since 0.1.0
public final class QuorumLost extends GroupException {
    private static final long serialVersionUID = 1L;

    private final long round;
    private final transient RankSet missing;

    /// Found at the deadline of a round.
    ///
    /// @param round   that was not decided
    /// @param missing whose votes did not come, or were cast from other weights
    /// @param quorum  how many votes are required
    public QuorumLost(long round, RankSet missing, int quorum) {
        super("vote group: round " + round + ": the votes of rank " + missing + " are missing and fewer than " + quorum
                + " came; start those members again, or lower the quorum");
        this.round = round;
        this.missing = missing;
    }

    /// {@return the round that was not decided}
    public long round() {
        return round;
    }

    /// {@return whose votes did not count}
    public RankSet missing() {
        return missing;
    }
}

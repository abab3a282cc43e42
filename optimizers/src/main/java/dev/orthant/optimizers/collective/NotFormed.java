package dev.orthant.optimizers.collective;

/// The group did not come together in time.
///
/// ```java
/// List<LocalVoteGroup> members = LocalVoteGroup.create(2, new RoundPolicy(2, Duration.ofSeconds(1)));
/// members.getFirst().join(Duration.ofMillis(1));                  // throws NotFormed
/// new NotFormed(new RankSet(List.of(1)), "a minute").missing();   // → [1]
/// ```
///
/// @since 0.1.0
public final class NotFormed extends GroupException {
    private static final long serialVersionUID = 1L;

    private final transient RankSet missing;

    /// Found when the time for joining was over.
    ///
    /// @param missing the ranks that nobody has seen
    /// @param waited  how long, in words
    public NotFormed(RankSet missing, String waited) {
        super("vote group: no member of rank " + missing + " was seen within " + waited
                + "; start it, or check addresses, cluster name and certificates on both sides");
        this.missing = missing;
    }

    /// {@return the ranks that nobody has seen}
    public RankSet missing() {
        return missing;
    }
}

package dev.orthant.optimizers.collective;

/// This member missed a verdict, or was taken for dead: its weights are no longer the group's. It must close the group,
/// enter it anew and take over the state of another member.
///
/// ```java
/// LocalVoteGroup member = LocalVoteGroup.create(1, new RoundPolicy(1, Duration.ofSeconds(1))).getFirst();
/// JoinTicket ticket = member.join(Duration.ofSeconds(1));
/// SignBits signs = SignBits.of(Tensor.of(Shape.of(1), 1).span(), SignOfZero.ZERO, Streams.ofSeed(0));
/// member.close();
/// member.vote(ticket.round(), signs, 0);  // throws Fenced
/// ```
///
/// @since 0.1.0
public final class Fenced extends GroupException {
    private static final long serialVersionUID = 1L;

    private final long round;
    private final long epoch;

    /// Found when this member voted or asked for a verdict.
    ///
    /// @param round that this member wanted to vote in
    /// @param epoch of the membership that it knows
    public Fenced(long round, long epoch) {
        super("vote group: round " + round + ", epoch " + epoch
                + ": the others went on without this member; close the group, enter it again and join");
        this.round = round;
        this.epoch = epoch;
    }

    /// {@return the round that this member wanted to vote in}
    public long round() {
        return round;
    }

    /// {@return the membership that it knows}
    public long epoch() {
        return epoch;
    }
}

package dev.orthant.optimizers.collective;

import java.time.Duration;

/// What one worker sees of the others.
///
/// All members start from the same weights and apply the same verdicts, so that their weights stay the same bit by bit;
/// every ballot carries a digest of them, and whoever differs is told. Between its rounds a member is alone.
///
/// ```java
/// Tensor w = Tensor.of(Shape.of(1, 1), 10);
/// Weights weights = Weights.of(List.of(new Weight("w", Role.MATRIX, w)));
/// VotedSignum rule = new VotedSignum(1, 0);
/// VotedSignum.State state = rule.start(weights);
/// try (VoteGroup group = LocalVoteGroup.create(1, new RoundPolicy(1, Duration.ofSeconds(1))).getFirst()) {
///     JoinTicket ticket = group.join(Duration.ofMinutes(1));
///     for (long round = ticket.round(); round < 3; round++) {
///         SignBits mine = rule.vote(weights.copy(), state, Streams.ofSeed(round));    // of the gradient of ½‖w‖²
///         Verdict verdict = group.vote(round, mine, WeightDigest.of(weights));
///         rule.step(weights, verdict.signs(), 1);
///     }
/// }
/// w.item();                                                                           // → 7.0
/// ```
///
/// Rules: votes decide once all members have voted, or at the deadline if they are a quorum. Votes after the verdict are
/// dropped; their sender still gets the verdict and stays in step. A member that misses a vote is not waited for again
/// until it is heard of. A member that cannot get a verdict any more is fenced.
///
/// @since 0.1.0
public interface VoteGroup extends AutoCloseable {
    /// {@return the members as of now}
    Membership membership();

    /// {@return the rules, the same for all members}
    RoundPolicy policy();

    /// Hands in state for newcomers from now on; without a provider they cannot enter through this member.
    ///
    /// @param provider is asked on the thread that votes, in [#vote]
    void provideState(StateProvider provider);

    /// Enters: waits until the group is complete, or for the state of one that is training.
    ///
    /// @param most how long to wait
    /// @return the first round to vote in, and the state to take over if the group is training
    /// @throws NotFormed naming the ranks that are missing
    JoinTicket join(Duration most);

    /// Votes, and waits for the verdict.
    ///
    /// @param round  one more than that of the last verdict, or the first after joining
    /// @param mine   this worker's signs
    /// @param digest of the weights they come from; 0 to say nothing
    /// @return the signs of the majority, for all members the same
    /// @throws QuorumLost     if too few voted by the deadline
    /// @throws Fenced         if the others went on without this member
    /// @throws DigestMismatch if this member's weights differ from the majority's
    Verdict vote(long round, SignBits mine, long digest);

    /// Leaves. The others go on.
    @Override
    void close();
}

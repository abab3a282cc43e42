package dev.orthant.optimizers.collective;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// A vote group inside one JVM: the reference for all others. Each member belongs to a thread of its own, which the host
/// starts; nothing here starts any.
///
/// ```java
/// LocalVoteGroup.create(2, new RoundPolicy(3, Duration.ofSeconds(1)));    // throws IllegalArgumentException
/// LocalVoteGroup member = LocalVoteGroup.create(1, new RoundPolicy(1, Duration.ofSeconds(1))).getFirst();
/// member.join(Duration.ofSeconds(1)).round();                             // → 0
/// SignBits signs = SignBits.of(Tensor.of(Shape.of(2), 3, -1).span(), SignOfZero.ZERO, Streams.ofSeed(0));
/// member.vote(0, signs, 0).signs().equals(signs);                         // → true
/// ```
///
/// @since 0.1.0
public final class LocalVoteGroup implements VoteGroup {
    private final LocalTable table;
    private final int rank;
    private Optional<StateProvider> provider = Optional.empty();
    private boolean closed;

    private LocalVoteGroup(LocalTable table, int rank) {
        this.table = table;
        this.rank = rank;
    }

    /// {@return a group of this size; member i has rank i} Each joins before it votes.
    ///
    /// @param size   at least the quorum
    /// @param policy the rules
    /// @throws IllegalArgumentException if there are fewer members than the quorum
    public static List<LocalVoteGroup> create(int size, RoundPolicy policy) {
        if (size < policy.quorum()) {
            throw new IllegalArgumentException("vote group: " + size + " members and a quorum of " + policy.quorum()
                    + "; no more can be required");
        }
        LocalTable table = new LocalTable(size, policy);
        return IntStream.range(0, size)
                .mapToObj(rank -> new LocalVoteGroup(table, rank))
                .toList();
    }

    /// {@return a member of the same rank in the same group, as if its process had been started again; it must join}
    /// The old one is closed.
    public LocalVoteGroup restarted() {
        close();
        return new LocalVoteGroup(table, rank);
    }

    @Override
    public Membership membership() {
        return table.membership(rank);
    }

    @Override
    public RoundPolicy policy() {
        return table.policy();
    }

    @Override
    public void provideState(StateProvider stateProvider) {
        provider = Optional.of(stateProvider);
    }

    @Override
    public JoinTicket join(Duration most) {
        return table.join(rank, most);
    }

    @Override
    public Verdict vote(long round, SignBits mine, long digest) {
        if (closed) {
            throw new Fenced(round, membership().epoch());
        }
        return table.vote(rank, round, mine, digest, provider);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            table.leave(rank);
        }
    }
}

package dev.orthant.optimizers.collective;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/// What the members of a [LocalVoteGroup] sit around: one chair, the verdicts so far, who is there and who wants to be. Its
/// lock guards everything; whoever waits for a verdict also watches the deadline.
final class LocalTable {
    /// Verdicts that are kept for members that lag behind.
    private static final int KEPT = 64;

    private final RankSet all;
    private final RoundPolicy policy;
    private Chair chair;
    private final NavigableMap<Long, Verdict> verdicts = new TreeMap<>();
    private final TreeSet<Integer> seated = new TreeSet<>();
    private final TreeSet<Integer> waiting = new TreeSet<>();
    private final Map<Integer, JoinTicket> tickets = new HashMap<>();
    private boolean formed;
    private long epoch;
    private long failures;
    private RankSet lastVoters = new RankSet(List.of());

    LocalTable(int size, RoundPolicy policy) {
        this.all = RankSet.first(size);
        this.policy = policy;
        this.chair = new Chair(policy, 0, all, 0);
    }

    RoundPolicy policy() {
        return policy;
    }

    synchronized Membership membership(int rank) {
        return new Membership(epoch, RankSet.of(seated), rank);
    }

    synchronized JoinTicket join(int rank, Duration most) {
        long end = System.nanoTime() + most.toNanos();
        if (formed) {
            waiting.add(rank);
        } else if (seated.add(rank)) {
            epoch++;
            if (seated.size() == all.size()) {
                formed = true;
                chair = new Chair(policy, epoch, all, 0);
                all.ranks().forEach(each -> tickets.put(each, new JoinTicket(0, new byte[0])));
                notifyAll();
            }
        }
        while (!tickets.containsKey(rank)) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                waiting.remove(rank);
                throw new NotFormed(all.without(RankSet.of(seated)), most.toString());
            }
            pause(left);
        }
        return Objects.requireNonNull(tickets.remove(rank));
    }

    synchronized Verdict vote(int rank, long round, SignBits mine, long digest, Optional<StateProvider> provider) {
        if (!seated.contains(rank) || (!verdicts.isEmpty() && round < verdicts.firstKey())) {
            throw new Fenced(round, epoch);
        }
        provider.ifPresent(state -> admitNewcomers(round, state));
        long failuresBefore = failures;
        take(chair.admit(new Ballot(round, epoch, rank, mine, digest), System.nanoTime()));
        while (!verdicts.containsKey(round)) {
            if (failures != failuresBefore) {
                throw new QuorumLost(round, all.without(lastVoters), policy.quorum());
            }
            if (!seated.contains(rank)) {
                throw new Fenced(round, epoch);
            }
            long now = System.nanoTime();
            take(chair.tick(now));
            if (!verdicts.containsKey(round) && failures == failuresBefore) {
                pause(chair.due().map(due -> due - now).orElse(policy.deadline().toNanos()));
            }
        }
        Verdict verdict = Objects.requireNonNull(verdicts.get(round));
        if (digest != 0 && verdict.digest() != 0 && digest != verdict.digest()) {
            throw new DigestMismatch(rank, round);
        }
        return verdict;
    }

    synchronized void leave(int rank) {
        if (seated.remove(rank) && formed) {
            epoch++;
            take(chair.change(epoch, RankSet.of(seated), System.nanoTime()));
        }
        notifyAll();
    }

    private void admitNewcomers(long round, StateProvider state) {
        for (int newcomer : List.copyOf(waiting)) {
            waiting.remove(newcomer);
            tickets.put(newcomer, new JoinTicket(round, state.state(round)));
            seated.add(newcomer);
            epoch++;
            take(chair.change(epoch, RankSet.of(seated), System.nanoTime()));
        }
        notifyAll();
    }

    private void take(Optional<Chair.Decision> decision) {
        decision.ifPresent(made -> {
            switch (made) {
                case Chair.Decision.Decided(Verdict verdict) -> {
                    verdicts.put(verdict.round(), verdict);
                    while (verdicts.size() > KEPT) {
                        verdicts.pollFirstEntry();
                    }
                }
                case Chair.Decision.Undecided(long round, RankSet voters) -> {
                    failures++;
                    lastVoters = voters;
                }
            }
            notifyAll();
        });
    }

    @SuppressWarnings("WaitNotInLoop") // its callers loop
    private void pause(long nanos) {
        try {
            // a whole millisecond at least: 0 would wait without end
            wait(Math.max(1, Math.ceilDiv(nanos, 1_000_000L)));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("vote group: the thread was interrupted while it waited", stopped);
        }
    }
}

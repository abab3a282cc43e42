package dev.orthant.distributed.jgroups;

import dev.orthant.optimizers.collective.Ballot;
import dev.orthant.optimizers.collective.Chair;
import dev.orthant.optimizers.collective.RankSet;
import dev.orthant.optimizers.collective.RoundPolicy;
import dev.orthant.optimizers.collective.Verdict;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/// What one member knows of one slice of all ballots: the chair if it has it, the verdicts so far, its own ballot on its way.
/// Each slice is a vote of its own; a group of up to eight has one, the whole ballot. Knows no channel, no thread, no clock.
final class Slice {
    /// Verdicts that are kept for a member that lags behind, and for a chair that missed one.
    private static final int KEPT = 64;

    private final int number;
    private final int size;
    private final RoundPolicy policy;
    private final BiConsumer<Optional<Seat>, Frame> send;
    private final NavigableMap<Long, Verdict> verdicts = new TreeMap<>();
    private final Map<Long, Integer> failures = new HashMap<>();

    /// Votes for this member as the chair, before it knows that it has it: views and seatings reach each at its own time.
    private final Map<Seat, Ballot> forewarned = new HashMap<>();

    private Optional<Seat> owner = Optional.empty();
    private Optional<Chair> chair = Optional.empty();
    private Optional<Ballot> pending = Optional.empty();
    private RankSet lastVoters = new RankSet(List.of());

    /// @param size of the group
    /// @param send to one member, or to all others
    Slice(int number, int size, RoundPolicy policy, BiConsumer<Optional<Seat>, Frame> send) {
        this.number = number;
        this.size = size;
        this.policy = policy;
        this.send = send;
    }

    /// Who has the chair, as far as this member knows.
    Optional<Seat> owner() {
        return owner;
    }

    Optional<Verdict> verdict(long round) {
        return Optional.ofNullable(verdicts.get(round));
    }

    /// All from this round on.
    Iterable<Verdict> verdictsFrom(long round) {
        return verdicts.tailMap(round).values();
    }

    /// True if this round is over and forgotten.
    boolean isForgotten(long round) {
        return !verdicts.isEmpty() && round < verdicts.firstKey();
    }

    /// True if there are verdicts of later rounds and none of this one.
    boolean isBehind(long round) {
        return !verdicts.isEmpty() && !verdicts.containsKey(round) && round < verdicts.lastKey();
    }

    /// How often this round has been left undecided.
    int failures(long round) {
        return failures.getOrDefault(round, 0);
    }

    RankSet lastVoters() {
        return lastVoters;
    }

    boolean isPending(long round) {
        return pending.filter(ballot -> ballot.round() == round).isPresent();
    }

    /// Those who are not in the view any more send no votes.
    void retain(Set<Seat> view) {
        forewarned.keySet().retainAll(view);
    }

    /// Who votes, or who has the chair, has changed.
    ///
    /// @param now    who has the chair now
    /// @param mine   true if that is this member
    /// @param ranks  of all who vote
    /// @param seated the same, with their addresses
    /// @param first  round to be decided if there is no verdict yet
    void change(
            Optional<Seat> now, boolean mine, long epoch, RankSet ranks, List<Seat> seated, long first, long nanos) {
        Optional<Seat> before = owner;
        owner = now;
        if (mine && chair.isEmpty()) {
            chair = Optional.of(new Chair(policy, epoch, ranks, verdicts.isEmpty() ? first : verdicts.lastKey() + 1));
            Map<Seat, Ballot> kept = Map.copyOf(forewarned);
            forewarned.clear();
            kept.forEach((from, ballot) -> vote(from, ballot, seated, nanos));
        } else if (mine) {
            decided(chair.orElseThrow().change(epoch, ranks, nanos), nanos);
        } else {
            chair = Optional.empty();
            if (!now.equals(before) && !verdicts.isEmpty()) {
                sendTo(now, new Frame.Decision(number, verdicts.lastEntry().getValue()));
            }
        }
        pending.ifPresent(ballot -> cast(ballot.under(epoch), nanos));
    }

    /// This member votes.
    void cast(Ballot ballot, long nanos) {
        pending = verdicts.containsKey(ballot.round()) ? Optional.empty() : Optional.of(ballot);
        if (chair.isPresent()) {
            decided(chair.orElseThrow().admit(ballot, nanos), nanos);
        } else {
            sendTo(owner, new Frame.Vote(number, ballot));
        }
    }

    /// Another member votes. A vote for a round that is over gets the verdict, which its sender may have missed.
    void vote(Seat from, Ballot ballot, List<Seat> seated, long nanos) {
        if (chair.isEmpty()) {
            forewarned.put(from, ballot);
        } else if (seated.contains(from)) {
            verdict(ballot.round())
                    .ifPresent(verdict -> sendTo(Optional.of(from), new Frame.Decision(number, verdict)));
            decided(chair.orElseThrow().admit(ballot, nanos), nanos);
        } else if (2 * seated.size() > size) {
            sendTo(Optional.of(from), new Frame.Outside(ballot.round()));
        }
    }

    /// A verdict has come.
    void learn(Verdict verdict, long nanos) {
        boolean open = chair.filter(conducting -> conducting.adopt(verdict)).isPresent();
        keep(verdict);
        if (open) {
            send.accept(Optional.empty(), new Frame.Decision(number, verdict));
            decided(chair.orElseThrow().openEarly(nanos), nanos);
        }
    }

    /// A round stands open, since only these voted.
    void undecided(long round, RankSet voters) {
        lastVoters = voters;
        failures.keySet().removeIf(other -> other < round);
        failures.merge(round, 1, Integer::sum);
        pending = pending.filter(ballot -> ballot.round() != round);
    }

    /// Time has passed.
    ///
    /// @return true if something came of it
    boolean tick(long nanos) {
        Optional<Chair.Decision> decision = chair.flatMap(conducting -> conducting.tick(nanos));
        decided(decision, nanos);
        return decision.isPresent();
    }

    private void decided(Optional<Chair.Decision> decision, long nanos) {
        if (decision.isEmpty()) {
            return;
        }
        switch (decision.get()) {
            case Chair.Decision.Decided(Verdict verdict) -> {
                keep(verdict);
                send.accept(Optional.empty(), new Frame.Decision(number, verdict));
                decided(chair.orElseThrow().openEarly(nanos), nanos);
            }
            case Chair.Decision.Undecided(long round, RankSet voters) -> {
                send.accept(Optional.empty(), new Frame.NoQuorum(number, round, voters));
                undecided(round, voters);
            }
        }
    }

    private void keep(Verdict verdict) {
        verdicts.putIfAbsent(verdict.round(), verdict);
        pending = pending.filter(ballot -> ballot.round() != verdict.round());
        while (verdicts.size() > KEPT) {
            verdicts.pollFirstEntry();
        }
    }

    private void sendTo(Optional<Seat> to, Frame frame) {
        if (to.isPresent()) {
            send.accept(to, frame);
        }
    }
}

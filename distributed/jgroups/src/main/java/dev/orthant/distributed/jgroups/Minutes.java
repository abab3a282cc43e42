package dev.orthant.distributed.jgroups;

import dev.orthant.optimizers.collective.Ballot;
import dev.orthant.optimizers.collective.Chair;
import dev.orthant.optimizers.collective.JoinTicket;
import dev.orthant.optimizers.collective.RankSet;
import dev.orthant.optimizers.collective.RoundPolicy;
import dev.orthant.optimizers.collective.StateProvider;
import dev.orthant.optimizers.collective.Verdict;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// What one member knows of its group, and what it answers: frames, views and the time come in, frames go out. Knows no
/// channel, no thread and no clock; not for use by several threads at once.
///
/// The chair is the first of the seated members. Who leaves the view loses its seat everywhere, so that all agree on the next
/// chair; who enters is seated by the chair once it has been handed the state. A member that comes back into the view after a
/// split has no seat and is told so.
final class Minutes {
    /// Verdicts that are kept for a member that lags behind, and for a chair that missed one.
    private static final int KEPT = 64;

    /// A frame on its way, to one member or to all others.
    record Outgoing(Optional<Seat> to, Frame frame) {}

    private final Seat own;
    private final int size;
    private final RoundPolicy policy;
    private final ArrayDeque<Outgoing> outbox = new ArrayDeque<>();
    private final NavigableMap<Long, Verdict> verdicts = new TreeMap<>();
    private final Set<Seat> knocking = new LinkedHashSet<>();
    private final Map<Long, Integer> failures = new HashMap<>();

    /// Votes for this member as the chair, before it knows that it has it: views and seatings reach each at its own time.
    private final Map<Seat, Ballot> forewarned = new HashMap<>();

    private List<Seat> view = List.of();
    private List<Seat> seats = List.of();
    private Optional<Chair> chair = Optional.empty();
    private Optional<JoinTicket> ticket = Optional.empty();
    private Optional<Ballot> pending = Optional.empty();
    private RankSet lastVoters = new RankSet(List.of());
    private boolean outside;
    private long epoch;

    Minutes(Seat own, int size, RoundPolicy policy) {
        this.own = own;
        this.size = size;
        this.policy = policy;
    }

    /// The next frame to be sent.
    Optional<Outgoing> poll() {
        return Optional.ofNullable(outbox.poll());
    }

    long epoch() {
        return epoch;
    }

    /// Ranks of those who vote, or while the group has not come together, of those who are seen.
    RankSet ranks() {
        List<Seat> who = seats.isEmpty() ? view : seats;
        return RankSet.of(
                who.stream().map(Seat::rank).filter(rank -> rank < size).toList());
    }

    /// All ranks but these.
    RankSet missing(RankSet present) {
        return RankSet.first(size).without(present);
    }

    RankSet lastVoters() {
        return lastVoters;
    }

    /// How often this round has been left undecided.
    int failures(long round) {
        return failures.getOrDefault(round, 0);
    }

    /// True if this member was told that it has no seat, or has missed more verdicts than are kept.
    boolean isOutside(long round) {
        return outside || (!verdicts.isEmpty() && round < verdicts.firstKey());
    }

    Optional<Verdict> verdict(long round) {
        return Optional.ofNullable(verdicts.get(round));
    }

    Optional<JoinTicket> ticket() {
        return ticket;
    }

    /// Who has the chair, as far as this member knows.
    Optional<Seat> chairSeat() {
        return seats.stream().findFirst();
    }

    /// The channel has a new view.
    void view(long newEpoch, List<Seat> members, long nanos) {
        Optional<Seat> before = chairSeat();
        epoch = newEpoch;
        view = List.copyOf(members);
        knocking.retainAll(view);
        forewarned.keySet().retainAll(view);
        if (seats.isEmpty()) {
            return;
        }
        seats = seats.stream().filter(view::contains).toList();
        reseat(before, nanos);
    }

    private void reseat(Optional<Seat> before, long nanos) {
        Optional<Seat> now = chairSeat();
        boolean mine = now.filter(own::equals).isPresent();
        if (mine && chair.isEmpty()) {
            long next = verdicts.isEmpty() ? ticket.map(JoinTicket::round).orElse(0L) : verdicts.lastKey() + 1;
            chair = Optional.of(new Chair(policy, epoch, ranks(), next));
            Map<Seat, Ballot> kept = Map.copyOf(forewarned);
            forewarned.clear();
            kept.forEach((from, ballot) -> vote(from, ballot, nanos));
        } else if (mine) {
            decided(chair.orElseThrow().change(epoch, ranks(), nanos), nanos);
        } else {
            chair = Optional.empty();
            if (!now.equals(before) && !verdicts.isEmpty()) {
                send(now, new Frame.Decision(verdicts.lastEntry().getValue()));
            }
        }
        pending.ifPresent(ballot -> cast(ballot.under(epoch), nanos));
    }

    /// This member wants to enter. To be called again from time to time until there is a ticket.
    void knock() {
        if (ticket.isPresent()) {
            return;
        }
        knocking.add(own);
        boolean convenes = !view.isEmpty() && view.getFirst().equals(own) && seats.isEmpty();
        Map<Integer, Seat> byRank = new TreeMap<>();
        view.stream().filter(knocking::contains).forEach(seat -> byRank.put(seat.rank(), seat));
        if (convenes && byRank.size() == size && RankSet.of(byRank.keySet()).equals(RankSet.first(size))) {
            List<Seat> all = new ArrayList<>(byRank.values());
            outbox.add(new Outgoing(Optional.empty(), new Frame.Seating(true, all)));
            seated(true, all, 0);
        } else {
            outbox.add(new Outgoing(Optional.empty(), new Frame.Enter()));
        }
    }

    /// Hands the state to those who knock, if this member has the chair.
    void serve(long round, StateProvider provider, long nanos) {
        if (chair.isEmpty() || knocking.isEmpty()) {
            return;
        }
        List<Seat> served = new ArrayList<>(seats);
        for (Seat newcomer : knocking) {
            served.removeIf(seat -> seat.rank() == newcomer.rank());
            served.add(newcomer);
            send(Optional.of(newcomer), new Frame.State(round, provider.state(round)));
            // verdicts that this member has not applied yet, and that went out before the newcomer listened
            verdicts.tailMap(round)
                    .values()
                    .forEach(verdict -> send(Optional.of(newcomer), new Frame.Decision(verdict)));
        }
        knocking.clear();
        outbox.add(new Outgoing(Optional.empty(), new Frame.Seating(false, served)));
        seated(false, served, nanos);
    }

    private void seated(boolean founding, List<Seat> newSeats, long nanos) {
        Optional<Seat> before = chairSeat();
        seats = newSeats;
        if (seats.contains(own)) {
            outside = false;
            knocking.removeAll(seats);
            if (founding && ticket.isEmpty()) {
                ticket = Optional.of(new JoinTicket(0, new byte[0]));
            }
        }
        reseat(before, nanos);
    }

    /// This member votes.
    void cast(Ballot ballot, long nanos) {
        pending = verdicts.containsKey(ballot.round()) ? Optional.empty() : Optional.of(ballot);
        if (chair.isPresent()) {
            decided(chair.orElseThrow().admit(ballot, nanos), nanos);
        } else {
            send(chairSeat(), new Frame.Vote(ballot));
        }
    }

    /// Time has passed.
    ///
    /// @return true if something came of it
    boolean tick(long nanos) {
        Optional<Chair.Decision> decision = chair.flatMap(conducting -> conducting.tick(nanos));
        decided(decision, nanos);
        return decision.isPresent();
    }

    /// A frame has come.
    void receive(Seat from, Frame frame, long nanos) {
        switch (frame) {
            case Frame.Vote(Ballot ballot) -> vote(from, ballot, nanos);
            case Frame.Decision(Verdict verdict) -> learn(verdict, nanos);
            case Frame.NoQuorum(long round, RankSet voters) -> undecided(round, voters);
            case Frame.Enter() -> {
                if (!seats.contains(from) && from.rank() < size) {
                    knocking.add(from);
                }
            }
            case Frame.Seating(boolean founding, List<Seat> newSeats) -> seated(founding, newSeats, nanos);
            case Frame.State(long round, byte[] bytes) ->
                ticket = Optional.of(ticket.orElse(new JoinTicket(round, bytes)));
            case Frame.Outside(long round) ->
                outside |= pending.filter(ballot -> ballot.round() == round).isPresent();
        }
    }

    private void vote(Seat from, Ballot ballot, long nanos) {
        if (from.rank() != ballot.rank() || from.rank() >= size) {
            return;
        }
        if (chair.isEmpty()) {
            forewarned.put(from, ballot);
        } else if (seats.contains(from)) {
            decided(chair.orElseThrow().admit(ballot, nanos), nanos);
        } else {
            send(Optional.of(from), new Frame.Outside(ballot.round()));
        }
    }

    private void learn(Verdict verdict, long nanos) {
        boolean open = chair.filter(conducting -> conducting.adopt(verdict)).isPresent();
        keep(verdict);
        if (open) {
            outbox.add(new Outgoing(Optional.empty(), new Frame.Decision(verdict)));
            decided(chair.orElseThrow().openEarly(nanos), nanos);
        }
    }

    private void decided(Optional<Chair.Decision> decision, long nanos) {
        if (decision.isEmpty()) {
            return;
        }
        switch (decision.get()) {
            case Chair.Decision.Decided(Verdict verdict) -> {
                keep(verdict);
                outbox.add(new Outgoing(Optional.empty(), new Frame.Decision(verdict)));
                decided(chair.orElseThrow().openEarly(nanos), nanos);
            }
            case Chair.Decision.Undecided(long round, RankSet voters) -> {
                outbox.add(new Outgoing(Optional.empty(), new Frame.NoQuorum(round, voters)));
                undecided(round, voters);
            }
        }
    }

    private void undecided(long round, RankSet voters) {
        lastVoters = voters;
        failures.keySet().removeIf(other -> other < round);
        failures.merge(round, 1, Integer::sum);
        pending = pending.filter(ballot -> ballot.round() != round);
    }

    private void keep(Verdict verdict) {
        verdicts.putIfAbsent(verdict.round(), verdict);
        pending = pending.filter(ballot -> ballot.round() != verdict.round());
        while (verdicts.size() > KEPT) {
            verdicts.pollFirstEntry();
        }
    }

    private void send(Optional<Seat> to, Frame frame) {
        to.ifPresent(seat -> outbox.add(new Outgoing(Optional.of(seat), frame)));
    }
}

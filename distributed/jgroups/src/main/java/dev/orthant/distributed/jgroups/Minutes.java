package dev.orthant.distributed.jgroups;

import dev.orthant.optimizers.collective.Ballot;
import dev.orthant.optimizers.collective.JoinTicket;
import dev.orthant.optimizers.collective.RankSet;
import dev.orthant.optimizers.collective.RoundPolicy;
import dev.orthant.optimizers.collective.SignBits;
import dev.orthant.optimizers.collective.Slices;
import dev.orthant.optimizers.collective.StateProvider;
import dev.orthant.optimizers.collective.Verdict;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/// What one member knows of its group, and what it answers: frames, views and the time come in, frames go out. Knows no
/// channel, no thread and no clock; not for use by several threads at once.
///
/// Ballots come in [slices][Slice], each with a chair of its own. The first member has that of a single slice; of N slices
/// member i has that of slice i. Who leaves the view loses its seat everywhere, and its chairs go to the member seated before
/// it, if it was the first to the next: newcomers, who are seated last, make no difference, so that all agree on the next
/// chair in whatever order they hear of both. Who enters is seated by the first slice's chair once it has been handed the
/// state; if that chair is lost on the way, the newcomer knocks on and the next one hands it the state again. A member that comes
/// back into the view after a split has no seat and is told so, by a chair that most members sit with: one that was cut off
/// with a few cannot know who is outside, and who saw it leave does not let it say who votes.
final class Minutes {
    /// A frame on its way, to one member or to all others.
    record Outgoing(Optional<Seat> to, Frame frame) {}

    private final Seat own;
    private final int size;
    private final RoundPolicy policy;
    private final List<Slice> slices;
    private final ArrayDeque<Outgoing> outbox = new ArrayDeque<>();
    private final Set<Seat> knocking = new LinkedHashSet<>();
    private final Set<Seat> gone = new HashSet<>();

    /// Who was let in, and by whom.
    private final Map<Seat, Seat> letIn = new HashMap<>();

    private List<Seat> view = List.of();
    private List<Seat> seats = List.of();
    private Optional<JoinTicket> ticket = Optional.empty();
    private boolean outside;
    private long epoch;

    /// @param sliceCount 1, or the size of the group
    Minutes(Seat own, int size, int sliceCount, RoundPolicy policy) {
        this.own = own;
        this.size = size;
        this.policy = policy;
        RoundPolicy counting = sliceCount == 1 ? policy : Slices.policy(policy);
        this.slices = IntStream.range(0, sliceCount)
                .mapToObj(
                        number -> new Slice(number, size, counting, (to, frame) -> outbox.add(new Outgoing(to, frame))))
                .toList();
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

    /// Who voted in a round that was left undecided.
    RankSet lastVoters(long round) {
        return RankSet.of(ranks().ranks().stream()
                .filter(rank -> slices.stream()
                        .filter(slice -> slice.verdict(round).isEmpty())
                        .allMatch(slice -> slice.lastVoters().contains(rank)))
                .toList());
    }

    /// How often each slice of this round has been left undecided.
    List<Integer> failures(long round) {
        return slices.stream().map(slice -> slice.failures(round)).toList();
    }

    /// True if nothing more will come of an attempt: every slice is decided or was left undecided once more.
    boolean isLost(long round, List<Integer> failuresBefore) {
        boolean lost = false;
        for (int number = 0; number < slices.size(); number++) {
            if (slices.get(number).verdict(round).isEmpty()) {
                if (slices.get(number).failures(round) == failuresBefore.get(number)) {
                    return false;
                }
                lost = true;
            }
        }
        return lost;
    }

    /// Who has the chairs of slices that are still open.
    RankSet chairsOfOpen(long round) {
        return RankSet.of(slices.stream()
                .filter(slice -> slice.verdict(round).isEmpty())
                .flatMap(slice -> slice.owner().map(Seat::rank).stream())
                .toList());
    }

    /// True if this member was told that it has no seat, or has missed more verdicts than are kept.
    boolean isOutside(long round) {
        return outside || slices.stream().anyMatch(slice -> slice.isForgotten(round));
    }

    /// True if the others have gone on to later rounds without telling this member how this one ended.
    boolean isBehind(long round) {
        return slices.stream().anyMatch(slice -> slice.isBehind(round));
    }

    /// The verdict, once all slices have theirs.
    Optional<Verdict> verdict(long round) {
        List<Verdict> parts =
                slices.stream().flatMap(slice -> slice.verdict(round).stream()).toList();
        return parts.size() == slices.size() ? Optional.of(Slices.joined(parts, policy)) : Optional.empty();
    }

    Optional<JoinTicket> ticket() {
        return ticket;
    }

    /// The channel has a new view.
    void view(long newEpoch, List<Seat> members, long nanos) {
        epoch = newEpoch;
        view = List.copyOf(members);
        knocking.retainAll(view);
        letIn.keySet().retainAll(view);
        slices.forEach(slice -> slice.retain(Set.copyOf(view)));
        if (seats.isEmpty()) {
            return;
        }
        List<Seat> before = seats;
        before.stream().filter(seat -> !view.contains(seat)).forEach(gone::add);
        seats = before.stream().filter(view::contains).toList();
        reseat(owners().stream().map(owner -> heir(owner, before)).toList(), nanos);
    }

    private List<Optional<Seat>> owners() {
        return slices.stream().map(Slice::owner).toList();
    }

    /// Who has the chair of a slice after its owner may have left.
    private Optional<Seat> heir(Optional<Seat> owner, List<Seat> before) {
        int index = owner.map(before::indexOf).orElse(-1);
        while (index >= 0 && !seats.contains(before.get(index))) {
            index--;
        }
        return index >= 0 ? Optional.of(before.get(index)) : seats.stream().findFirst();
    }

    private void reseat(List<Optional<Seat>> owners, long nanos) {
        long first = ticket.map(JoinTicket::round).orElse(0L);
        for (int number = 0; number < slices.size(); number++) {
            Optional<Seat> owner = owners.get(number);
            boolean mine = owner.filter(own::equals).isPresent();
            slices.get(number).change(owner, mine, epoch, ranks(), seats, first, nanos);
        }
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
            List<Seat> all = List.copyOf(byRank.values());
            Frame.Seating seating = new Frame.Seating(true, all, all.subList(0, slices.size()));
            outbox.add(new Outgoing(Optional.empty(), seating));
            seated(own, seating, 0);
        } else {
            outbox.add(new Outgoing(Optional.empty(), new Frame.Enter()));
        }
    }

    /// Hands the state to those who knock, if this member has the first chair.
    void serve(long round, StateProvider provider, long nanos) {
        Optional<Seat> first = slices.getFirst().owner();
        if (knocking.isEmpty() || first.filter(own::equals).isEmpty()) {
            return;
        }
        List<Seat> served = new ArrayList<>(seats);
        for (Seat newcomer : knocking) {
            served.removeIf(seat -> seat.rank() == newcomer.rank());
            served.add(newcomer);
            letIn.put(newcomer, own);
            send(newcomer, new Frame.State(round, provider.state(round)));
            // verdicts that this member has not applied yet, and that went out before the newcomer listened
            for (int number = 0; number < slices.size(); number++) {
                for (Verdict verdict : slices.get(number).verdictsFrom(round)) {
                    send(newcomer, new Frame.Decision(number, verdict));
                }
            }
        }
        knocking.clear();
        List<Seat> owners = owners().stream()
                .map(owner -> owner.filter(served::contains).orElse(own))
                .toList();
        Frame.Seating seating = new Frame.Seating(false, served, owners);
        outbox.add(new Outgoing(Optional.empty(), seating));
        seated(own, seating, nanos);
    }

    private void seated(Seat from, Frame.Seating seating, long nanos) {
        if (gone.contains(from)) {
            return;
        }
        if (seating.owners().size() != slices.size()) {
            throw new IllegalArgumentException("seating: " + seating.owners().size() + " slices came, this member has "
                    + slices.size() + "; all must read the same group file");
        }
        List<Seat> all = seating.seats();
        if (!seating.founding()) {
            all.stream().filter(seat -> !seats.contains(seat)).forEach(newcomer -> letIn.put(newcomer, from));
        }
        seats = all.stream().filter(seat -> !gone.contains(seat)).toList();
        if (seats.contains(own)) {
            outside = false;
            knocking.removeAll(seats);
            if (seating.founding() && ticket.isEmpty()) {
                ticket = Optional.of(new JoinTicket(0, new byte[0]));
            }
        }
        reseat(
                seating.owners().stream()
                        .map(owner -> heir(Optional.of(owner), all))
                        .toList(),
                nanos);
    }

    /// This member votes.
    void cast(Ballot ballot, long nanos) {
        List<SignBits> parts = Slices.of(ballot.signs(), slices.size());
        for (int number = 0; number < parts.size(); number++) {
            slices.get(number)
                    .cast(
                            new Ballot(
                                    ballot.round(), ballot.epoch(), ballot.rank(), parts.get(number), ballot.digest()),
                            nanos);
        }
    }

    /// Time has passed.
    ///
    /// @return true if something came of it
    boolean tick(long nanos) {
        boolean any = false;
        for (Slice slice : slices) {
            any |= slice.tick(nanos);
        }
        return any;
    }

    /// A frame has come.
    ///
    /// @throws IllegalArgumentException if it is about a slice that this group does not have
    void receive(Seat from, Frame frame, long nanos) {
        switch (frame) {
            case Frame.Vote(int slice, Ballot ballot) -> {
                if (from.rank() == ballot.rank() && from.rank() < size) {
                    slice(slice).vote(from, ballot, seats, nanos);
                }
            }
            case Frame.Decision(int slice, Verdict verdict) -> slice(slice).learn(verdict, nanos);
            case Frame.NoQuorum(int slice, long round, RankSet voters) ->
                slice(slice).undecided(round, voters);
            case Frame.Enter() -> {
                boolean orphan = Optional.ofNullable(letIn.get(from))
                        .filter(gone::contains)
                        .isPresent();
                if ((!seats.contains(from) || orphan) && from.rank() < size) {
                    knocking.add(from);
                }
            }
            case Frame.Seating seating -> seated(from, seating, nanos);
            case Frame.State(long round, byte[] bytes) ->
                ticket = Optional.of(ticket.orElse(new JoinTicket(round, bytes)));
            case Frame.Outside(long round) -> outside |= slices.stream().anyMatch(slice -> slice.isPending(round));
        }
    }

    private Slice slice(int number) {
        if (number < 0 || number >= slices.size()) {
            throw new IllegalArgumentException("frame: slice " + number + " came, this group has " + slices.size()
                    + "; all members must read the same group file");
        }
        return slices.get(number);
    }

    private void send(Seat to, Frame frame) {
        outbox.add(new Outgoing(Optional.of(to), frame));
    }
}

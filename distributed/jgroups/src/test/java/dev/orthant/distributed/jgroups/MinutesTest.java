package dev.orthant.distributed.jgroups;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orthant.optimizers.SignOfZero;
import dev.orthant.optimizers.collective.Ballot;
import dev.orthant.optimizers.collective.RankSet;
import dev.orthant.optimizers.collective.RoundPolicy;
import dev.orthant.optimizers.collective.SignBits;
import dev.orthant.optimizers.collective.Verdict;
import dev.orthant.tensor.Span;
import dev.orthant.tensor.random.Streams;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Messages and views that reach members in unlucky orders.
class MinutesTest {
    private static final SignBits SIGNS =
            SignBits.of(new Span(new float[] {1, -1, 1}, 0, 3), SignOfZero.PLUS, Streams.ofSeed(0));
    private static final List<Seat> SEATS = List.of(new Seat(0, 1, 1), new Seat(1, 2, 2), new Seat(2, 3, 3));
    private static final Frame SEATING = new Frame.Seating(true, SEATS, SEATS.subList(0, 1));
    private static final RoundPolicy POLICY = new RoundPolicy(2, Duration.ofSeconds(1));

    private static Frame.Vote vote(int rank, long round, long epoch) {
        return new Frame.Vote(0, new Ballot(round, epoch, rank, SIGNS, 7));
    }

    @Test
    void votesThatComeBeforeTheSeatingCount() {
        Minutes first = new Minutes(SEATS.getFirst(), 3, 1, POLICY);
        first.view(1, SEATS, 0);
        first.receive(SEATS.get(1), vote(1, 0, 1), 0);
        first.receive(SEATS.get(2), vote(2, 0, 1), 0);
        first.receive(SEATS.get(1), SEATING, 0);
        first.cast(new Ballot(0, 1, 0, SIGNS, 7), 0);
        assertEquals(RankSet.first(3), first.verdict(0).orElseThrow().voters());
    }

    /// What a member wants to send, and to whom.
    private static List<Minutes.Outgoing> sent(Minutes minutes) {
        List<Minutes.Outgoing> all = new ArrayList<>();
        for (var next = minutes.poll(); next.isPresent(); next = minutes.poll()) {
            all.add(next.get());
        }
        return all;
    }

    @Test
    void aNewcomerWhoseStateWasLostWithTheChairGetsItFromTheNext() {
        Seat newcomer = new Seat(2, 9, 9);
        Minutes second = new Minutes(SEATS.get(1), 3, 1, POLICY);
        second.view(1, SEATS, 0);
        second.receive(SEATS.getFirst(), SEATING, 0);
        second.view(2, SEATS.subList(0, 2), 0);
        second.view(3, List.of(SEATS.getFirst(), SEATS.get(1), newcomer), 0);
        List<Seat> letIn = List.of(SEATS.getFirst(), SEATS.get(1), newcomer);
        second.receive(SEATS.getFirst(), new Frame.Seating(false, letIn, SEATS.subList(0, 1)), 0);
        second.receive(newcomer, new Frame.Enter(), 0); // the state is on its way
        second.serve(0, round -> new byte[] {1}, 0);
        assertEquals(List.of(), sent(second), "it has not the chair");
        second.view(4, List.of(SEATS.get(1), newcomer), 0);
        second.receive(newcomer, new Frame.Enter(), 0);
        second.serve(0, round -> new byte[] {1}, 0);
        List<Minutes.Outgoing> sent = sent(second);
        assertEquals(Optional.of(newcomer), sent.getFirst().to());
        assertInstanceOf(Frame.State.class, sent.getFirst().frame());
        second.receive(newcomer, new Frame.Enter(), 0); // sent before it had the state
        second.serve(0, round -> new byte[] {1}, 0);
        assertEquals(List.of(), sent(second), "once");
    }

    @Test
    void aChairThatWasCutOffTellsNobodyThatHeIsOutside() {
        Minutes first = new Minutes(SEATS.getFirst(), 3, 1, POLICY);
        first.view(1, SEATS, 0);
        first.receive(SEATS.get(1), SEATING, 0);
        first.view(2, SEATS.subList(0, 2), 0);
        first.receive(SEATS.get(2), vote(2, 0, 1), 0);
        assertEquals(
                List.of(new Minutes.Outgoing(Optional.of(SEATS.get(2)), new Frame.Outside(0))),
                sent(first),
                "two of three sit with it");
        first.view(3, SEATS.subList(0, 1), 0);
        first.receive(SEATS.get(1), vote(1, 0, 2), 0);
        assertEquals(List.of(), sent(first), "it is alone");
    }

    @Test
    void aChairThatWasCutOffSeatsNobodyOnceTheNetworkIsWhole() {
        List<Seat> five =
                List.of(new Seat(0, 1, 1), new Seat(1, 2, 2), SEATS.get(2), new Seat(3, 4, 4), new Seat(4, 5, 5));
        Minutes third = new Minutes(five.get(2), 5, 1, new RoundPolicy(3, Duration.ofSeconds(1)));
        third.view(1, five, 0);
        third.receive(five.getFirst(), new Frame.Seating(true, five, five.subList(0, 1)), 0);
        third.view(2, five.subList(2, 5), 0);
        Seat newcomer = new Seat(1, 9, 9);
        third.view(3, List.of(five.getFirst(), newcomer, five.get(2), five.get(3), five.get(4)), 0);
        List<Seat> stale = List.of(five.getFirst(), newcomer);
        third.receive(five.getFirst(), new Frame.Seating(false, stale, five.subList(0, 1)), 0);
        assertEquals(new RankSet(List.of(2, 3, 4)), third.ranks());
    }

    @Test
    void whoMissedTheVerdictsDuringASplitFindsOutByThoseAfterIt() {
        Minutes third = new Minutes(SEATS.get(2), 3, 1, POLICY);
        third.view(1, SEATS, 0);
        third.receive(SEATS.getFirst(), SEATING, 0);
        third.cast(new Ballot(0, 1, 2, SIGNS, 7), 0);
        assertFalse(third.isBehind(0));
        third.receive(SEATS.getFirst(), new Frame.Decision(0, new Verdict(5, 3, SIGNS, 0, RankSet.first(2), 7)), 0);
        assertTrue(third.isBehind(0));
        assertFalse(third.isBehind(5));
    }

    @Test
    void votesForTheNextChairThatComeBeforeItKnowsCount() {
        Minutes second = new Minutes(SEATS.get(1), 3, 1, POLICY);
        second.view(1, SEATS, 0);
        second.receive(SEATS.getFirst(), SEATING, 0);
        second.receive(SEATS.get(2), vote(2, 0, 2), 0); // it has seen already that the first is gone
        second.cast(new Ballot(0, 1, 1, SIGNS, 7), 0);
        assertTrue(second.verdict(0).isEmpty());
        second.view(2, SEATS.subList(1, 3), 0);
        assertEquals(new RankSet(List.of(1, 2)), second.verdict(0).orElseThrow().voters());
    }
}

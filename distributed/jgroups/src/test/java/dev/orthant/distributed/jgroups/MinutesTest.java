package dev.orthant.distributed.jgroups;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orthant.optimizers.SignOfZero;
import dev.orthant.optimizers.collective.Ballot;
import dev.orthant.optimizers.collective.RankSet;
import dev.orthant.optimizers.collective.RoundPolicy;
import dev.orthant.optimizers.collective.SignBits;
import dev.orthant.tensor.Span;
import dev.orthant.tensor.random.Streams;
import java.time.Duration;
import java.util.List;
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

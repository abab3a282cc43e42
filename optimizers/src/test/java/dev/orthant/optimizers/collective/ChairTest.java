package dev.orthant.optimizers.collective;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orthant.optimizers.SignOfZero;
import dev.orthant.optimizers.collective.Chair.Decision;
import dev.orthant.tensor.Span;
import dev.orthant.tensor.random.Streams;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Every rule of a round, with time as a number.
class ChairTest {
    private static final long DEADLINE = Duration.ofSeconds(1).toNanos();
    private static final SignBits UP = bits(1, 1, 1);
    private static final SignBits DOWN = bits(-1, -1, -1);

    private final Chair chair = new Chair(new RoundPolicy(2, Duration.ofSeconds(1)), 5, RankSet.first(3), 0);

    private static SignBits bits(float... numbers) {
        return SignBits.of(new Span(numbers, 0, numbers.length), SignOfZero.ZERO, Streams.ofSeed(0));
    }

    private static Ballot ballot(long round, int rank, SignBits signs) {
        return new Ballot(round, 5, rank, signs, 0);
    }

    private static Verdict verdict(Optional<Decision> decision) {
        return assertInstanceOf(Decision.Decided.class, decision.orElseThrow()).verdict();
    }

    @Test
    void theLastVoteDecidesAtOnce() {
        assertTrue(chair.admit(ballot(0, 2, UP), 0).isEmpty());
        assertTrue(chair.admit(ballot(0, 0, DOWN), 1).isEmpty());
        Verdict verdict = verdict(chair.admit(ballot(0, 1, UP), 2));
        assertEquals(new Verdict(0, 5, UP, 0, RankSet.first(3), 0), verdict);
        assertEquals(1, chair.round());
    }

    @Test
    void atTheDeadlineAQuorumDecidesAndWhoMissedIsNotWaitedForUntilHeardOf() {
        chair.admit(ballot(0, 0, UP), 100);
        chair.admit(ballot(0, 1, UP), 200);
        assertTrue(chair.tick(100 + DEADLINE - 1).isEmpty());
        assertEquals(
                new RankSet(List.of(0, 1)), verdict(chair.tick(100 + DEADLINE)).voters());
        chair.admit(ballot(1, 0, UP), 0);
        assertEquals(
                new RankSet(List.of(0, 1)),
                verdict(chair.admit(ballot(1, 1, UP), 0)).voters());
        assertTrue(chair.admit(ballot(0, 2, UP), 0).isEmpty(), "late, dropped, but heard of");
        chair.admit(ballot(2, 0, UP), 0);
        assertTrue(chair.admit(ballot(2, 1, UP), 0).isEmpty(), "waited for again");
        assertEquals(RankSet.first(3), verdict(chair.admit(ballot(2, 2, UP), 0)).voters());
    }

    @Test
    void withoutAQuorumNothingIsDecidedAndTheRoundMayBeVotedOnAgain() {
        chair.admit(ballot(0, 1, UP), 0);
        assertEquals(
                new Decision.Undecided(0, new RankSet(List.of(1))),
                chair.tick(DEADLINE).orElseThrow());
        assertTrue(chair.due().isEmpty());
        chair.admit(ballot(0, 1, UP), 0);
        chair.admit(ballot(0, 2, UP), 0);
        assertEquals(RankSet.first(3), verdict(chair.admit(ballot(0, 0, UP), 0)).voters());
    }

    @Test
    void secondVotesStrangersAndOldEpochsDoNotCount() {
        chair.admit(ballot(0, 0, UP), 0);
        chair.admit(ballot(0, 0, DOWN), 0);
        chair.admit(ballot(0, 3, DOWN), 0);
        chair.admit(new Ballot(0, 4, 1, DOWN, 0), 0);
        assertEquals(new RankSet(List.of(0)), chair.voted());
        chair.admit(ballot(0, 1, UP), 0);
        assertEquals(UP, verdict(chair.tick(DEADLINE)).signs());
    }

    @Test
    void aBallotOfAnotherLengthDoesNotCountEvenIfItIsTheFirst() {
        chair.admit(ballot(0, 0, bits(-1, -1, -1, -1)), 0);
        chair.admit(ballot(0, 1, UP), 0);
        Verdict verdict = verdict(chair.admit(ballot(0, 2, UP), 0));
        assertEquals(UP, verdict.signs());
        assertEquals(new RankSet(List.of(1, 2)), verdict.voters());
    }

    @Test
    void whoHasOtherWeightsDoesNotCount() {
        chair.admit(new Ballot(0, 5, 0, DOWN, 77), 0);
        chair.admit(new Ballot(0, 5, 1, UP, 42), 0);
        Verdict verdict = verdict(chair.admit(new Ballot(0, 5, 2, UP, 42), 0));
        assertEquals(42, verdict.digest());
        assertEquals(new RankSet(List.of(1, 2)), verdict.voters());
    }

    @Test
    void ballotsOfAnEpochToComeWaitForIt() {
        RankSet four = RankSet.first(4);
        assertTrue(chair.admit(new Ballot(0, 6, 3, UP, 0), 0).isEmpty());
        assertEquals(0, chair.voted().size());
        assertTrue(chair.change(6, four, 0).isEmpty());
        assertEquals(new RankSet(List.of(3)), chair.voted());
    }

    @Test
    void whenOneLeavesTheOthersMayBeComplete() {
        chair.admit(ballot(0, 0, UP), 0);
        chair.admit(ballot(0, 1, UP), 0);
        assertEquals(
                RankSet.first(2), verdict(chair.change(6, RankSet.first(2), 0)).voters());
        chair.admit(new Ballot(1, 6, 0, UP, 0), 0);
        assertTrue(chair.change(7, RankSet.first(1), 0).isEmpty(), "too few until the deadline");
        assertInstanceOf(Decision.Undecided.class, chair.tick(DEADLINE).orElseThrow());
    }

    @Test
    void anEarlierVerdictStandsAndVotesForTheNextRoundCount() {
        chair.admit(ballot(0, 0, DOWN), 0);
        assertTrue(chair.admit(ballot(1, 1, UP), 0).isEmpty());
        Verdict earlier = new Verdict(0, 4, UP, 0, RankSet.first(3), 0);
        assertTrue(chair.adopt(earlier));
        assertFalse(chair.adopt(earlier), "once");
        assertTrue(chair.openEarly(0).isEmpty());
        assertEquals(new RankSet(List.of(1)), chair.voted());
    }
}

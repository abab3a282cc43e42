package dev.orthant.optimizers.collective;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.orthant.optimizers.SignOfZero;
import dev.orthant.tensor.Span;
import dev.orthant.tensor.random.Streams;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MajorityVoteTest {
    private static final Streams COINS = Streams.ofSeed(11);

    private static List<SignBits> votes(int voters, int count, SignOfZero zeros) {
        return IntStream.range(0, voters)
                .mapToObj(voter -> SignBits.of(
                        new Span(SignBitsTest.threeValued(count, 100 + voter), 0, count), zeros, COINS.indexed(voter)))
                .toList();
    }

    @ParameterizedTest
    @EnumSource(SignOfZero.class)
    void slicedAndCountedVotesAgreeForAnyNumberOfVoters(SignOfZero convention) {
        for (int voters = 1; voters <= 40; voters++) {
            for (int count : new int[] {1, 64, 1000}) {
                List<SignBits> votes = votes(voters, count, convention);
                assertEquals(
                        MajorityVote.defined(votes, convention, COINS),
                        MajorityVote.of(votes, convention, COINS),
                        voters + " voters, " + count + " weights");
            }
        }
    }

    @Test
    void slicedAndCountedVotesAgreeOverManyRunsAndAThousandVoters() {
        List<SignBits> few = votes(3, 100_000, SignOfZero.ZERO);
        assertEquals(MajorityVote.defined(few, SignOfZero.ZERO, COINS), MajorityVote.of(few, SignOfZero.ZERO, COINS));
        List<SignBits> many = votes(1000, 70, SignOfZero.ZERO);
        assertEquals(MajorityVote.defined(many, SignOfZero.PLUS, COINS), MajorityVote.of(many, SignOfZero.PLUS, COINS));
    }

    @Test
    void votesOfSomeWhoAbstainAndSomeWhoMayNotAgreeWithTheDefinition() {
        List<SignBits> mixed = new ArrayList<>(votes(3, 500, SignOfZero.ZERO));
        mixed.addAll(votes(2, 500, SignOfZero.PLUS));
        assertEquals(
                MajorityVote.defined(mixed, SignOfZero.ZERO, COINS), MajorityVote.of(mixed, SignOfZero.ZERO, COINS));
    }

    @Test
    void aSingleVoterIsTheMajority() {
        SignBits only = votes(1, 500, SignOfZero.ZERO).getFirst();
        assertEquals(
                only, MajorityVote.of(List.of(only), SignOfZero.ZERO, COINS).signs());
    }

    @Test
    void theOrderOfTheVotersChangesNothing() {
        List<SignBits> votes = votes(6, 500, SignOfZero.RANDOM);
        assertEquals(
                MajorityVote.of(votes, SignOfZero.RANDOM, COINS),
                MajorityVote.of(votes.reversed(), SignOfZero.RANDOM, COINS));
    }

    @Test
    void turningAllVotesTurnsTheVoteExceptTies() {
        List<SignBits> votes = votes(4, 500, SignOfZero.ZERO);
        MajorityVote vote = MajorityVote.of(votes, SignOfZero.ZERO, COINS);
        MajorityVote turned =
                MajorityVote.of(votes.stream().map(SignBits::negated).toList(), SignOfZero.ZERO, COINS);
        assertEquals(vote.signs().negated(), turned.signs());
        assertEquals(vote.tied(), turned.tied());
    }

    @Test
    void tiesOfTwoStayOrRiseOrFallByACoin() {
        int count = 6400;
        SignBits one = SignBits.of(new Span(ones(count), 0, count), SignOfZero.PLUS, COINS);
        List<SignBits> opposed = List.of(one, one.negated());
        MajorityVote stay = MajorityVote.of(opposed, SignOfZero.ZERO, COINS);
        assertEquals(count, stay.tied());
        assertEquals(count, stay.signs().zeros());
        MajorityVote plus = MajorityVote.of(opposed, SignOfZero.PLUS, COINS);
        assertEquals(one, plus.signs());
        MajorityVote tossed = MajorityVote.of(opposed, SignOfZero.RANDOM, COINS);
        double rising = IntStream.range(0, count)
                .filter(i -> tossed.signs().sign(i) == 1)
                .count();
        assertEquals(count / 2.0, rising, 5 * Math.sqrt(count) / 2, "five standard errors of fair coins");
    }

    @Test
    void votesOfDifferentLengthOrNoneAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> MajorityVote.of(List.of(), SignOfZero.ZERO, COINS));
        List<SignBits> unequal = List.of(
                votes(1, 64, SignOfZero.PLUS).getFirst(),
                votes(1, 65, SignOfZero.PLUS).getFirst());
        assertThrows(IllegalArgumentException.class, () -> MajorityVote.of(unequal, SignOfZero.ZERO, COINS));
    }

    private static float[] ones(int count) {
        float[] ones = new float[count];
        Arrays.fill(ones, 1);
        return ones;
    }
}

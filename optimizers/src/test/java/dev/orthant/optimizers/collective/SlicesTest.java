package dev.orthant.optimizers.collective;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.orthant.optimizers.SignOfZero;
import dev.orthant.tensor.Span;
import dev.orthant.tensor.random.Streams;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SlicesTest {
    private static SignBits signs(int count, long seed) {
        return SignBits.of(
                new Span(SignBitsTest.threeValued(count, seed), 0, count), SignOfZero.ZERO, Streams.ofSeed(0));
    }

    @Test
    void slicesJoinToWhatTheyCameFrom() {
        for (int count : new int[] {1, 63, 64, 65, 300, 1000}) {
            for (int slices : new int[] {1, 2, 3, 9, 40}) {
                SignBits whole = signs(count, count);
                assertEquals(whole, Slices.joinedSigns(Slices.of(whole, slices)), count + " in " + slices);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(SignOfZero.class)
    void countedInSlicesTheVerdictIsTheSame(SignOfZero ties) {
        RoundPolicy policy = new RoundPolicy(1, Duration.ofSeconds(1), ties, 5);
        for (int voters : new int[] {1, 2, 9}) {
            List<SignBits> votes = new ArrayList<>();
            for (int rank = 0; rank < voters; rank++) {
                votes.add(signs(500, rank));
            }
            MajorityVote whole = MajorityVote.of(votes, ties, policy.coins(3));
            RoundPolicy counting = Slices.policy(policy);
            List<Verdict> verdicts = new ArrayList<>();
            for (int slice = 0; slice < 9; slice++) {
                int number = slice;
                MajorityVote part = MajorityVote.of(
                        votes.stream()
                                .map(vote -> Slices.of(vote, 9).get(number))
                                .toList(),
                        counting.ties(),
                        counting.coins(3));
                verdicts.add(new Verdict(3, 1, part.signs(), part.tied(), RankSet.first(voters), 7));
            }
            Verdict joined = Slices.joined(verdicts, policy);
            assertEquals(whole.signs(), joined.signs(), voters + " voters");
            assertEquals(whole.tied(), joined.tied(), voters + " voters");
        }
    }

    @Test
    void slicesThatDoNotFitAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> Slices.of(signs(10, 0), 0));
        assertThrows(IllegalArgumentException.class, () -> Slices.joinedSigns(List.of(signs(10, 0), signs(64, 1))));
    }
}

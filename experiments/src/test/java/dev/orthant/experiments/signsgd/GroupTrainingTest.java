package dev.orthant.experiments.signsgd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orthant.datasets.catalogue.Digits;
import dev.orthant.experiments.Preset;
import dev.orthant.optimizers.collective.Fenced;
import dev.orthant.optimizers.collective.JoinTicket;
import dev.orthant.optimizers.collective.LocalVoteGroup;
import dev.orthant.optimizers.collective.Membership;
import dev.orthant.optimizers.collective.RankSet;
import dev.orthant.optimizers.collective.RoundPolicy;
import dev.orthant.optimizers.collective.SignBits;
import dev.orthant.optimizers.collective.StateProvider;
import dev.orthant.optimizers.collective.Verdict;
import dev.orthant.optimizers.collective.VoteGroup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongPredicate;
import org.junit.jupiter.api.Test;

class GroupTrainingTest {
    private static final int SIZE = 3;
    private static final int ROUNDS = 12;
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final GroupTraining.Listener NOBODY = (verdict, bytes, nanos) -> {};

    private static GroupTraining training(int width, int flippers) {
        AdversarialVote.Parameters smoke = new AdversarialVote().parameters(Preset.SMOKE);
        var parameters = new AdversarialVote.Parameters(
                smoke.toyDimension(),
                smoke.toySteps(),
                smoke.toyRate(),
                width,
                smoke.trainCount(),
                smoke.testCount(),
                smoke.workers(),
                smoke.batchSize(),
                ROUNDS,
                smoke.rate(),
                smoke.momentum(),
                smoke.sgdRate());
        return new GroupTraining(parameters, "digits", Digits.split(), 5, flippers);
    }

    /// A group of one that fences it in some round, and keeps the state that it had then.
    private record Scripted(JoinTicket ticket, LongPredicate fences, List<byte[]> state, List<StateProvider> providers)
            implements VoteGroup {
        Scripted(JoinTicket ticket, LongPredicate fences, List<byte[]> state) {
            this(ticket, fences, state, new ArrayList<>());
        }

        @Override
        public Membership membership() {
            return new Membership(0, RankSet.first(1), 0);
        }

        @Override
        public RoundPolicy policy() {
            return new RoundPolicy(1, LONG);
        }

        @Override
        public void provideState(StateProvider provider) {
            providers.add(provider);
        }

        @Override
        public JoinTicket join(Duration most) {
            return ticket;
        }

        @Override
        public Verdict vote(long round, SignBits mine, long digest) {
            if (fences.test(round)) {
                state.add(providers.getLast().state(round));
                throw new Fenced(round, 0);
            }
            return new Verdict(round, 0, mine, 0, RankSet.first(1), digest);
        }

        @Override
        public void close() {}
    }

    @Test
    void membersEndWithTheWeightsOfOneProcessAlsoIfOneFlips() throws Exception {
        for (int flippers = 0; flippers < 2; flippers++) {
            GroupTraining training = training(8, flippers);
            RoundPolicy policy = new RoundPolicy(SIZE, LONG);
            List<LocalVoteGroup> members = LocalVoteGroup.create(SIZE, policy);
            List<Future<GroupTraining.Result>> results = new ArrayList<>();
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (LocalVoteGroup member : members) {
                    int rank = member.membership().mine();
                    results.add(threads.submit(() -> training.train(() -> member, rank, SIZE, LONG, NOBODY)));
                }
                for (Future<GroupTraining.Result> result : results) {
                    assertEquals(training.inProcess(SIZE, policy, digest -> {}), result.get());
                }
            }
        }
    }

    @Test
    void whoIsFencedGoesOnFromTheWeightsThatItIsGiven() {
        GroupTraining training = training(8, 0);
        List<Long> digests = new ArrayList<>();
        List<byte[]> state = new ArrayList<>();
        training.train(
                () -> new Scripted(
                        state.isEmpty() ? new JoinTicket(0, new byte[0]) : new JoinTicket(4, state.getFirst()),
                        round -> round == 4 && state.isEmpty(),
                        state),
                0,
                1,
                LONG,
                (verdict, bytes, nanos) -> digests.add(verdict.digest()));
        List<Long> alone = new ArrayList<>();
        training.inProcess(1, new RoundPolicy(1, LONG), alone::add);
        assertEquals(ROUNDS, digests.size());
        assertEquals(alone.subList(0, 5), digests.subList(0, 5)); // then momenta differ: they are another member's
    }

    @Test
    void whoIsFencedAndFindsNobodyWithTheWeightsDoesNotBeginAgain() {
        GroupTraining training = training(8, 0);
        AtomicInteger entered = new AtomicInteger();
        IllegalStateException lost = assertThrows(
                IllegalStateException.class,
                () -> training.train(
                        () -> {
                            entered.incrementAndGet();
                            return new Scripted(new JoinTicket(0, new byte[0]), round -> round == 4, new ArrayList<>());
                        },
                        0,
                        1,
                        LONG,
                        NOBODY));
        assertEquals(2, entered.get());
        assertTrue(String.valueOf(lost.getMessage()).contains("round 4 was reached"), lost.getMessage());
    }

    @Test
    void aStateOfAnotherNetworkIsRefused() {
        IllegalStateException wrong = assertThrows(
                IllegalStateException.class,
                () -> training(8, 0)
                        .train(
                                () -> new Scripted(new JoinTicket(3, new byte[12]), round -> false, List.of()),
                                0,
                                1,
                                LONG,
                                NOBODY));
        assertTrue(String.valueOf(wrong.getMessage()).contains("12 bytes came"), wrong.getMessage());
    }
}

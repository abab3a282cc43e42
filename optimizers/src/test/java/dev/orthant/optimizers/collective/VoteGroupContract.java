package dev.orthant.optimizers.collective;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orthant.optimizers.SignOfZero;
import dev.orthant.tensor.Span;
import dev.orthant.tensor.random.Streams;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/// What every vote group promises. Each implementation runs all laws: `@MethodSource` of [#all] beside a way to open a
/// cluster.
public final class VoteGroupContract {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final int COUNT = 300;

    private VoteGroupContract() {}

    /// All members of a group, on this machine.
    public interface Cluster extends AutoCloseable {
        /// The member of that rank; not joined.
        VoteGroup member(int rank);

        /// Ends the member of that rank as a crash would, and gives a new one of the same rank; not joined.
        VoteGroup restart(int rank);

        @Override
        void close();
    }

    /// Opens clusters.
    @FunctionalInterface
    public interface Clusters {
        Cluster open(int size, RoundPolicy policy) throws Exception;
    }

    /// One promise.
    public record Law(String name, Check check) {
        @Override
        public String toString() {
            return name;
        }
    }

    /// Throws if the promise is broken.
    @FunctionalInterface
    public interface Check {
        void on(Clusters clusters) throws Exception;
    }

    /// All laws.
    public static List<Law> all() {
        return List.of(
                new Law("everyone gets the verdict of the definition", VoteGroupContract::sameVerdicts),
                new Law("ties are what their name says", VoteGroupContract::ties),
                new Law("a quorum goes on and the late one stays in step", VoteGroupContract::quorum),
                new Law("without a quorum the missing are named", VoteGroupContract::quorumLost),
                new Law("other weights are found out", VoteGroupContract::digests),
                new Law("a group that does not form names the missing", VoteGroupContract::formation),
                new Law("who leaves is not waited for", VoteGroupContract::leaving),
                new Law("a restarted member takes over the state and votes again", VoteGroupContract::rejoining),
                new Law("a closed member is fenced", VoteGroupContract::fencing));
    }

    private static SignBits vote(int rank, long round) {
        float[] numbers = SignBitsTest.threeValued(COUNT, 1000 * round + rank);
        return SignBits.of(new Span(numbers, 0, COUNT), SignOfZero.ZERO, Streams.ofSeed(0));
    }

    private static SignBits expected(RoundPolicy policy, long round, Integer... voters) {
        return MajorityVote.defined(
                        List.of(voters).stream().map(rank -> vote(rank, round)).toList(),
                        policy.ties(),
                        policy.coins(round))
                .signs();
    }

    private static Integer[] ranks(int size) {
        return IntStream.range(0, size).boxed().toArray(Integer[]::new);
    }

    private static void sameVerdicts(Clusters clusters) throws Exception {
        for (int size : new int[] {1, 2, 3, 5}) {
            RoundPolicy policy = new RoundPolicy(size, LONG, SignOfZero.RANDOM, 3);
            try (Joined joined = Joined.open(clusters, size, policy)) {
                for (long round = 0; round < 5; round++) {
                    for (Verdict verdict : joined.voteAll(round, ranks(size))) {
                        assertEquals(round, verdict.round());
                        assertEquals(RankSet.first(size), verdict.voters());
                        assertEquals(expected(policy, round, ranks(size)), verdict.signs(), size + " members");
                    }
                }
            }
        }
    }

    private static void ties(Clusters clusters) throws Exception {
        for (SignOfZero ties : SignOfZero.values()) {
            RoundPolicy policy = new RoundPolicy(2, LONG, ties, 9);
            try (Joined joined = Joined.open(clusters, 2, policy)) {
                Verdict verdict = joined.voteAll(0, 0, 1).getFirst();
                MajorityVote defined = MajorityVote.defined(List.of(vote(0, 0), vote(1, 0)), ties, policy.coins(0));
                assertEquals(defined.signs(), verdict.signs(), ties.toString());
                assertEquals(defined.tied(), verdict.tied(), ties.toString());
                assertTrue(verdict.tied() > 0, ties.toString());
            }
        }
    }

    private static void quorum(Clusters clusters) throws Exception {
        RoundPolicy policy = new RoundPolicy(2, SHORT);
        try (Joined joined = Joined.open(clusters, 3, policy)) {
            for (long round = 0; round < 3; round++) {
                for (Verdict verdict : joined.voteAll(round, 0, 1)) {
                    assertEquals(RankSet.first(2), verdict.voters());
                    assertEquals(expected(policy, round, 0, 1), verdict.signs());
                }
            }
            for (long round = 0; round < 3; round++) {
                Verdict late = joined.voteAll(round, 2).getFirst();
                assertEquals(expected(policy, round, 0, 1), late.signs(), "round " + round);
            }
            Verdict together = joined.voteAll(3, 0, 1, 2).getFirst();
            assertTrue(together.voters().size() >= 2, together.voters().toString());
        }
    }

    private static void quorumLost(Clusters clusters) throws Exception {
        RoundPolicy policy = new RoundPolicy(3, SHORT);
        try (Joined joined = Joined.open(clusters, 3, policy)) {
            for (Future<Verdict> vote : joined.beginAll(0, 0, 2)) {
                ExecutionException failed = assertThrows(ExecutionException.class, vote::get);
                QuorumLost lost = assertInstanceOf(QuorumLost.class, failed.getCause());
                assertEquals(new RankSet(List.of(1)), lost.missing());
                assertTrue(String.valueOf(lost.getMessage()).contains("rank [1]"), lost.getMessage());
            }
            for (Verdict verdict : joined.voteAll(0, 0, 1, 2)) {
                assertEquals(expected(policy, 0, 0, 1, 2), verdict.signs());
            }
        }
    }

    private static void digests(Clusters clusters) throws Exception {
        RoundPolicy policy = new RoundPolicy(2, LONG);
        try (Joined joined = Joined.open(clusters, 3, policy)) {
            List<Future<Verdict>> votes =
                    List.of(joined.begin(0, 0, 42L), joined.begin(0, 1, 43L), joined.begin(0, 2, 42L));
            for (int rank : new int[] {0, 2}) {
                Verdict verdict = votes.get(rank).get();
                assertEquals(42, verdict.digest());
                assertEquals(expected(policy, 0, 0, 2), verdict.signs());
            }
            ExecutionException failed = assertThrows(ExecutionException.class, votes.get(1)::get);
            assertEquals(
                    1, assertInstanceOf(DigestMismatch.class, failed.getCause()).rank());
        }
    }

    private static void formation(Clusters clusters) throws Exception {
        try (Cluster cluster = clusters.open(3, new RoundPolicy(2, LONG));
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Duration most = Duration.ofMillis(1500);
            VoteGroup first = cluster.member(0);
            VoteGroup third = cluster.member(2);
            List<Future<JoinTicket>> joins =
                    List.of(threads.submit(() -> first.join(most)), threads.submit(() -> third.join(most)));
            for (Future<JoinTicket> join : joins) {
                ExecutionException failed = assertThrows(ExecutionException.class, join::get);
                NotFormed notFormed = assertInstanceOf(NotFormed.class, failed.getCause());
                assertEquals(new RankSet(List.of(1)), notFormed.missing());
            }
        }
    }

    private static void leaving(Clusters clusters) throws Exception {
        RoundPolicy policy = new RoundPolicy(2, LONG);
        try (Joined joined = Joined.open(clusters, 3, policy)) {
            joined.voteAll(0, 0, 1, 2);
            joined.members.get(1).close();
            for (long round = 1; round < 4; round++) {
                for (Verdict verdict : joined.voteAll(round, 0, 2)) {
                    assertEquals(new RankSet(List.of(0, 2)), verdict.voters());
                }
            }
            assertFalse(joined.members.get(0).membership().ranks().contains(1));
        }
    }

    private static void rejoining(Clusters clusters) throws Exception {
        RoundPolicy policy = new RoundPolicy(2, LONG);
        try (Joined joined = Joined.open(clusters, 3, policy)) {
            for (VoteGroup member : joined.members) {
                member.provideState(round -> new byte[] {42, (byte) round});
            }
            joined.voteAll(0, 0, 1, 2);
            VoteGroup restarted = joined.cluster.restart(1);
            joined.members.set(1, restarted);
            Future<JoinTicket> join = joined.threads.submit(() -> restarted.join(LONG));
            long round = 1;
            while (!join.isDone()) {
                joined.voteAll(round, 0, 2);
                round++;
            }
            JoinTicket ticket = join.get();
            assertTrue(ticket.isLate());
            assertArrayEquals(new byte[] {42, (byte) ticket.round()}, ticket.state());
            for (long behind = ticket.round(); behind < round; behind++) {
                assertEquals(behind, restarted.vote(behind, vote(1, behind), 0).round());
            }
            joined.voteAll(round, 0, 1, 2); // from now on it has been heard of
            for (long next = round + 1; next < round + 4; next++) {
                for (Verdict verdict : joined.voteAll(next, 0, 1, 2)) {
                    assertEquals(expected(policy, next, 0, 1, 2), verdict.signs());
                }
            }
        }
    }

    private static void fencing(Clusters clusters) throws Exception {
        RoundPolicy policy = new RoundPolicy(2, LONG);
        try (Joined joined = Joined.open(clusters, 3, policy)) {
            joined.voteAll(0, 0, 1, 2);
            VoteGroup left = joined.members.get(2);
            left.close();
            Fenced fenced = assertThrows(Fenced.class, () -> left.vote(1, vote(2, 1), 0));
            assertEquals(1, fenced.round());
        }
    }

    /// A cluster all of whose members have joined.
    private record Joined(Cluster cluster, List<VoteGroup> members, ExecutorService threads) implements AutoCloseable {
        static Joined open(Clusters clusters, int size, RoundPolicy policy) throws Exception {
            Cluster cluster = clusters.open(size, policy);
            ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
            List<VoteGroup> members = new ArrayList<>();
            List<Future<JoinTicket>> joins = new ArrayList<>();
            for (int rank = 0; rank < size; rank++) {
                VoteGroup member = cluster.member(rank);
                members.add(member);
                joins.add(threads.submit((Callable<JoinTicket>) () -> member.join(LONG)));
            }
            for (Future<JoinTicket> join : joins) {
                assertEquals(0, join.get().round());
                assertFalse(join.get().isLate());
            }
            return new Joined(cluster, members, threads);
        }

        Future<Verdict> begin(long round, int rank, long digest) {
            return threads.submit(() -> members.get(rank).vote(round, vote(rank, round), digest));
        }

        /// In reverse order of their ranks, which must not matter.
        List<Future<Verdict>> beginAll(long round, Integer... ranks) {
            return List.of(ranks).reversed().stream()
                    .map(rank -> begin(round, rank, 0L))
                    .toList();
        }

        List<Verdict> voteAll(long round, Integer... ranks) throws Exception {
            List<Verdict> verdicts = new ArrayList<>();
            for (Future<Verdict> vote : beginAll(round, ranks)) {
                verdicts.add(vote.get());
            }
            return verdicts;
        }

        @Override
        public void close() {
            cluster.close();
            threads.shutdownNow();
        }
    }
}

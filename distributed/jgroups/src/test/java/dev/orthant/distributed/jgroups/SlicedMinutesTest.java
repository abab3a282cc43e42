package dev.orthant.distributed.jgroups;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orthant.optimizers.SignOfZero;
import dev.orthant.optimizers.collective.Ballot;
import dev.orthant.optimizers.collective.MajorityVote;
import dev.orthant.optimizers.collective.RankSet;
import dev.orthant.optimizers.collective.RoundPolicy;
import dev.orthant.optimizers.collective.SignBits;
import dev.orthant.optimizers.collective.Verdict;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.random.Streams;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Nine members that count a slice each, in one thread: what one sends another arrives in order, all else in any order, and
/// each hears of a death at its own time.
class SlicedMinutesTest {
    private static final int SIZE = 9;
    private static final int COUNT = 700;
    private static final RoundPolicy POLICY = new RoundPolicy(5, Duration.ofSeconds(1), SignOfZero.RANDOM, 4);

    private final List<Seat> seats =
            IntStream.range(0, SIZE).mapToObj(rank -> new Seat(rank, 1, rank)).toList();
    private final List<Minutes> minutes =
            seats.stream().map(seat -> new Minutes(seat, SIZE, SIZE, POLICY)).toList();

    /// What is on its way, by sender and receiver.
    private final Map<Integer, ArrayDeque<Runnable>> wires = new TreeMap<>();

    private final List<Integer> alive = new ArrayList<>(RankSet.first(SIZE).ranks());
    private SplittableRandom random = new SplittableRandom(0);
    private long nanos;

    private static SignBits signs(int rank, long round) {
        return SignBits.of(
                Streams.ofSeed(round).indexed(rank).gaussian(Shape.of(COUNT)).span(),
                SignOfZero.PLUS,
                Streams.ofSeed(0));
    }

    private void send(int from) {
        for (var next = minutes.get(from).poll();
                next.isPresent();
                next = minutes.get(from).poll()) {
            Minutes.Outgoing outgoing = next.get();
            for (int to : alive) {
                if (to != from
                        && outgoing.to().filter(seat -> seat.rank() != to).isEmpty()) {
                    wire(from, to).add(() -> minutes.get(to).receive(seats.get(from), outgoing.frame(), nanos));
                }
            }
        }
    }

    private ArrayDeque<Runnable> wire(int from, int to) {
        return wires.computeIfAbsent(from * SIZE + to, each -> new ArrayDeque<>());
    }

    /// Lets so many things happen, or all.
    private void deliver(int most) {
        for (int i = 0; i < most; i++) {
            List<Integer> busy = wires.entrySet().stream()
                    .filter(wire -> !wire.getValue().isEmpty() && alive.contains(wire.getKey() % SIZE))
                    .map(Map.Entry::getKey)
                    .toList();
            if (busy.isEmpty()) {
                return;
            }
            int chosen = busy.get(random.nextInt(busy.size()));
            wire(chosen / SIZE, chosen % SIZE).remove().run();
            send(chosen % SIZE);
        }
    }

    private void form() {
        for (int round = 0; round < 2; round++) {
            for (int rank : alive) {
                if (round == 0) {
                    minutes.get(rank).view(1, seats, nanos);
                }
                minutes.get(rank).knock();
                send(rank);
            }
            deliver(Integer.MAX_VALUE);
        }
        alive.forEach(rank -> assertTrue(minutes.get(rank).ticket().isPresent(), "rank " + rank));
    }

    private void castAll(long round) {
        for (int rank : alive) {
            Minutes own = minutes.get(rank);
            own.cast(new Ballot(round, own.epoch(), rank, signs(rank, round), 1), nanos);
            send(rank);
        }
    }

    /// What it has sent may get lost; the others hear of it each at its own time.
    private void kill(int rank, long epoch) {
        alive.remove(Integer.valueOf(rank));
        wires.forEach((wire, frames) -> {
            if (wire / SIZE == rank && random.nextBoolean()) {
                frames.clear();
            }
        });
        List<Seat> left = alive.stream().map(seats::get).toList();
        for (int to : alive) {
            // The view comes from a channel, on a wire of its own.
            wire(rank, to).add(() -> minutes.get(to).view(epoch, left, nanos));
        }
    }

    private void assertOneVerdict(long round, String when) {
        deliver(Integer.MAX_VALUE);
        nanos += 2 * POLICY.deadline().toNanos();
        alive.forEach(rank -> {
            minutes.get(rank).tick(nanos);
            send(rank);
        });
        deliver(Integer.MAX_VALUE);
        List<SignBits> verdicts = alive.stream()
                .map(rank -> minutes.get(rank)
                        .verdict(round)
                        .orElseThrow(() -> new AssertionError(when))
                        .signs())
                .toList();
        assertEquals(List.of(verdicts.getFirst()), verdicts.stream().distinct().toList(), when);
    }

    @Test
    void allGetTheVerdictOfTheWholeBallots() {
        form();
        for (long round = 0; round < 5; round++) {
            long now = round;
            castAll(round);
            assertOneVerdict(round, "round " + round);
            Verdict verdict = minutes.getFirst().verdict(round).orElseThrow();
            MajorityVote whole = MajorityVote.of(
                    IntStream.range(0, SIZE).mapToObj(rank -> signs(rank, now)).toList(),
                    POLICY.ties(),
                    POLICY.coins(round));
            assertEquals(whole.signs(), verdict.signs());
            assertEquals(RankSet.first(SIZE), verdict.voters());
        }
    }

    @Test
    void whoeverDiesWheneverTheOthersAgree() {
        for (int seed = 0; seed < 30; seed++) {
            SlicedMinutesTest group = new SlicedMinutesTest();
            group.random = new SplittableRandom(seed);
            group.form();
            long round = 0;
            for (int death = 0; death < 3; death++) {
                group.castAll(round);
                group.deliver(group.random.nextInt(200));
                group.kill(group.alive.get(group.random.nextInt(group.alive.size())), 2 + death);
                group.assertOneVerdict(round++, "seed " + seed + ", death " + death);
                group.castAll(round);
                group.assertOneVerdict(round++, "seed " + seed + ", after death " + death);
            }
        }
    }
}

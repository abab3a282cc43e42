package dev.orthant.experiments.scaling;

import dev.orthant.experiments.scaling.CostModel.Layout;
import dev.orthant.optimizers.collective.Ballot;
import dev.orthant.optimizers.collective.Chair;
import dev.orthant.optimizers.collective.RankSet;
import dev.orthant.optimizers.collective.RoundPolicy;
import dev.orthant.optimizers.collective.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.TreeSet;

/// A vote of many workers on a simulated clock. Ballots, their counting, quorum, deadline, late and early votes, members that
/// leave and enter are those of the real [Chair]; simulated are gradients' times, links, crashes, and that a member which was
/// let in has the weights of the group.
///
/// Under slices each worker counts its share of the weights; all of them get the same ballots at about the same time and one
/// chair stands for them, so that votes of a worker that dies while it sends are counted everywhere or nowhere.
final class SimulatedGroup {
    private final CostModel cost;
    private final Mishaps mishaps;
    private final Layout layout;
    private final RoundPolicy policy;
    private final SharedDescent descent;
    private final SplittableRandom random;
    private final int size;
    private final long rounds;

    private final PriorityQueue<Event> agenda = new PriorityQueue<>();
    private final TreeSet<Integer> members = new TreeSet<>();
    private final Map<Integer, Integer> lives = new HashMap<>();
    private final Map<Integer, Ballot> pending = new HashMap<>();
    private final Map<Long, Double> published = new HashMap<>();
    private final List<Double> ends = new ArrayList<>();
    private Chair chair;
    private Optional<Long> watched = Optional.empty();
    private long events;
    private long epoch;
    private double now;
    private double linkFree;
    private long voters;
    private long undecided;
    private long sentAgain;
    private long left;

    /// Something at a time; first come, first served among those of the same time.
    private record Event(double time, long number, Runnable happens) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            int byTime = Double.compare(time, other.time);
            return byTime != 0 ? byTime : Long.compare(number, other.number);
        }
    }

    /// What came of it.
    ///
    /// @param seconds   of each round
    /// @param voters    mean share of the group whose votes counted
    /// @param undecided rounds that had to be voted on again for want of a quorum
    /// @param sentAgain ballots that were sent again since the membership had changed
    /// @param left      how often a member died
    record Outcome(List<Double> seconds, double voters, long undecided, long sentAgain, long left) {}

    SimulatedGroup(
            CostModel cost,
            Mishaps mishaps,
            Layout layout,
            RoundPolicy policy,
            SharedDescent descent,
            int size,
            long rounds,
            long seed) {
        this.cost = cost;
        this.mishaps = mishaps;
        this.layout = layout;
        this.policy = policy;
        this.descent = descent;
        this.size = size;
        this.rounds = rounds;
        this.random = new SplittableRandom(seed);
        members.addAll(RankSet.first(size).ranks());
        chair = new Chair(policy, epoch, RankSet.of(members), 0);
    }

    /// Runs until the last round has its verdict.
    ///
    /// @throws IllegalStateException if nothing can happen any more, or rounds fail again and again
    Outcome run() {
        for (int rank = 0; rank < size; rank++) {
            lives.put(rank, 0);
            begin(rank, 0);
            live(rank);
        }
        while (ends.size() < rounds) {
            Event next = agenda.poll();
            if (next == null || undecided > 10 * rounds) {
                throw new IllegalStateException("simulated group: no round is decided any more; " + undecided
                        + " were left undecided, " + members.size() + " of " + size + " are there");
            }
            now = next.time();
            next.happens().run();
        }
        List<Double> seconds = new ArrayList<>();
        for (int i = 1; i < ends.size(); i++) {
            seconds.add(ends.get(i) - ends.get(i - 1));
        }
        return new Outcome(seconds, (double) voters / ends.size() / size, undecided, sentAgain, left);
    }

    private void later(double seconds, Runnable happens) {
        agenda.add(new Event(now + seconds, events++, happens));
    }

    /// Whether the process that began an errand is still the same.
    private void laterInLife(int rank, double seconds, Runnable happens) {
        int life = lives.getOrDefault(rank, 0);
        later(seconds, () -> {
            if (lives.getOrDefault(rank, 0) == life) {
                happens.run();
            }
        });
    }

    /// A worker computes its gradient, then votes.
    private void begin(int rank, long round) {
        double seconds =
                cost.computation(random.nextGaussian()) * (random.nextDouble() < mishaps.stalls() ? Mishaps.STALL : 1);
        laterInLife(rank, seconds, () -> cast(rank, round));
    }

    private void cast(int rank, long round) {
        Double known = published.get(round);
        if (known == null) {
            Ballot ballot =
                    new Ballot(round, epoch, rank, descent.vote(rank, round, rank >= size - mishaps.liars()), 0);
            pending.put(rank, ballot);
            send(ballot);
        } else {
            heard(rank, round, known);
        }
    }

    /// A vote that comes too late still tells the chair that its sender is there.
    private void heard(int rank, long round, double known) {
        send(new Ballot(round, epoch, rank, descent.nothing(), 0));
        laterInLife(rank, Math.max(0, known + delivery() - now), () -> begin(rank, round + 1));
    }

    private void send(Ballot ballot) {
        double start = Math.max(linkFree, now + cost.latency());
        linkFree = start + cost.busiest(layout, size) / Math.max(1, size - 1);
        later(linkFree - now, () -> take(chair.admit(ballot, nanos())));
    }

    private void tick() {
        take(chair.tick(nanos()));
    }

    private double delivery() {
        return cost.latency() + cost.busiest(layout, size);
    }

    private void take(Optional<Chair.Decision> decision) {
        if (decision.isEmpty()) {
            chair.due().ifPresent(this::watch);
            return;
        }
        switch (decision.get()) {
            case Chair.Decision.Decided(Verdict verdict) -> {
                ends.add(now);
                voters += verdict.voters().size();
                descent.step(verdict);
                published.put(verdict.round(), now);
                deliver(verdict.round());
                take(chair.openEarly(nanos()));
            }
            case Chair.Decision.Undecided(long round, RankSet came) -> {
                undecided++;
                List<Ballot> again = pending.values().stream()
                        .filter(ballot -> ballot.round() == round)
                        .toList();
                later(2 * cost.latency(), () -> again.forEach(this::send));
            }
        }
    }

    /// A tick at the deadline, once for each.
    private void watch(long due) {
        if (watched.filter(before -> before == due).isEmpty()) {
            watched = Optional.of(due);
            later(Math.max(0, due * 1e-9 - now) + 1e-6, this::tick);
        }
    }

    /// The verdict reaches all that wait for it, one after the other.
    private void deliver(long round) {
        List<Integer> waiting = pending.values().stream()
                .filter(ballot -> ballot.round() == round)
                .map(Ballot::rank)
                .sorted()
                .toList();
        double each = cost.busiest(layout, size) / Math.max(1, size - 1);
        for (int i = 0; i < waiting.size(); i++) {
            int rank = waiting.get(i);
            pending.remove(rank);
            laterInLife(rank, cost.latency() + (i + 1) * each, () -> begin(rank, round + 1));
        }
    }

    private void live(int rank) {
        if (Double.isInfinite(mishaps.lifetime())) {
            return;
        }
        double seconds = -mishaps.lifetime() * Math.log(1 - random.nextDouble());
        laterInLife(rank, seconds, () -> die(rank));
    }

    private void die(int rank) {
        left++;
        lives.merge(rank, 1, Integer::sum);
        pending.remove(rank);
        later(mishaps.detection(), () -> {
            boolean hadChair = members.first() == rank;
            members.remove(rank);
            if (hadChair) {
                chair = new Chair(policy, epoch, RankSet.of(members), chair.round());
            }
            changed();
        });
        later(mishaps.detection() + mishaps.restart(), () -> {
            members.add(rank);
            changed();
            begin(rank, chair.round());
            live(rank);
        });
    }

    /// All that wait vote again under the new membership.
    private void changed() {
        epoch++;
        take(chair.change(epoch, RankSet.of(members), nanos()));
        List<Ballot> again = pending.values().stream()
                .filter(ballot -> ballot.epoch() < epoch)
                .map(ballot -> ballot.under(epoch))
                .toList();
        sentAgain += again.size();
        again.forEach(ballot -> pending.put(ballot.rank(), ballot));
        again.forEach(this::send);
    }

    private long nanos() {
        return Math.round(now * 1e9);
    }
}

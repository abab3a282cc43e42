package dev.orthant.optimizers.collective;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Conducts the rounds: from ballots to verdicts. One member of a group has the chair; the rules of [VoteGroup] stand here
/// and nowhere else.
///
/// Knows no transport, no thread and no clock: ballots and the time are handed in, decisions come out, and the same calls
/// give the same decisions, in one process, across a network, and in a simulation. Not for use by several threads at once.
///
/// ```java
/// Chair chair = new Chair(new RoundPolicy(2, Duration.ofNanos(100)), 0, RankSet.first(3), 0);
/// SignBits up = SignBits.of(Tensor.of(Shape.of(1), 1).span(), SignOfZero.ZERO, Streams.ofSeed(0));
/// chair.admit(new Ballot(0, 0, 0, up, 0), 10).isEmpty();              // → true
/// chair.admit(new Ballot(0, 0, 1, up.negated(), 0), 20).isEmpty();    // → true
/// Chair.Decision decision = chair.admit(new Ballot(0, 0, 2, up, 0), 30).orElseThrow();  // the last that was waited for
/// ((Chair.Decision.Decided) decision).verdict().signs().sign(0);      // → 1
/// chair.round();                                                      // → 1
/// ```
///
/// @since 0.1.0
public final class Chair {
    private final RoundPolicy policy;
    private RankSet members;
    private long epoch;
    private long round;

    /// Of this round, by rank.
    private final Map<Integer, Ballot> ballots = new TreeMap<>();

    /// That came under a membership, or for a round, that is still to come; the newest by rank.
    private final Map<Integer, Ballot> early = new TreeMap<>();

    /// Who missed a verdict, or is new, and has not been heard of since.
    private final TreeSet<Integer> absent = new TreeSet<>();

    private Optional<Long> opened = Optional.empty();

    /// Takes the chair; no vote has come yet.
    ///
    /// @param policy  the rules
    /// @param epoch   of the membership
    /// @param members may vote
    /// @param round   the first to be decided
    public Chair(RoundPolicy policy, long epoch, RankSet members, long round) {
        this.policy = policy;
        this.epoch = epoch;
        this.members = members;
        this.round = round;
    }

    /// What came of a round.
    public sealed interface Decision {
        /// It is decided; the next is open.
        ///
        /// @param verdict to be told to all members
        record Decided(Verdict verdict) implements Decision {}

        /// Too few voted by the deadline. The ballots are forgotten, the round stands open.
        ///
        /// ```java
        /// Chair chair = new Chair(new RoundPolicy(2, Duration.ofNanos(100)), 0, RankSet.first(3), 0);
        /// SignBits up = SignBits.of(Tensor.of(Shape.of(1), 1).span(), SignOfZero.ZERO, Streams.ofSeed(0));
        /// chair.admit(new Ballot(0, 0, 2, up, 0), 10);
        /// chair.tick(109).isEmpty();      // → true
        /// chair.tick(110).orElseThrow();  // → Undecided[round=0, voters=[2]]
        /// ```
        ///
        /// @param round  that is still open
        /// @param voters whose votes would have counted
        record Undecided(long round, RankSet voters) implements Decision {}
    }

    /// {@return the round that is open}
    public long round() {
        return round;
    }

    /// {@return whose votes of this round are in}
    public RankSet voted() {
        return RankSet.of(ballots.keySet());
    }

    /// {@return when [#tick] is due, as by `System.nanoTime()`; nothing while no vote of this round has come}
    public Optional<Long> due() {
        return opened.map(start -> start + policy.deadline().toNanos());
    }

    /// Takes a ballot. Strangers, second ballots of a rank and votes for rounds that are over are dropped; what comes under a
    /// membership or for a round still to come is kept until then. What is cast from other weights than those of most, or is of
    /// another length, is not waited for any more, and does not count.
    ///
    /// @param ballot as it came
    /// @param nanos  the time, as by `System.nanoTime()`
    /// @return the decision, if this ballot was the last that was waited for
    public Optional<Decision> admit(Ballot ballot, long nanos) {
        boolean stranger = !members.contains(ballot.rank()) && ballot.epoch() <= epoch;
        if (stranger || ballot.epoch() < epoch) {
            return Optional.empty();
        }
        absent.remove(ballot.rank());
        if (ballot.epoch() > epoch || ballot.round() > round) {
            early.put(ballot.rank(), ballot);
            return Optional.empty();
        }
        if (ballot.round() < round || ballots.putIfAbsent(ballot.rank(), ballot) != null) {
            return Optional.empty();
        }
        opened = Optional.of(opened.orElse(nanos));
        return decideIfComplete();
    }

    /// Tells that time has passed.
    ///
    /// @param nanos the time, as by `System.nanoTime()`
    /// @return the decision, if the deadline has passed
    public Optional<Decision> tick(long nanos) {
        boolean isDue = due().filter(due -> nanos - due >= 0).isPresent();
        return isDue ? Optional.of(decide()) : Optional.empty();
    }

    /// The membership has changed. Ballots of those who have left are forgotten; newcomers are not waited for before they are
    /// heard of.
    ///
    /// @param newEpoch   more than that of the membership before
    /// @param newMembers who may vote from now on
    /// @param nanos      the time, as by `System.nanoTime()`
    /// @return the decision, if nobody is left to be waited for
    public Optional<Decision> change(long newEpoch, RankSet newMembers, long nanos) {
        absent.addAll(newMembers.without(members).ranks());
        epoch = newEpoch;
        members = newMembers;
        ballots.keySet().removeIf(rank -> !members.contains(rank));
        absent.removeIf(rank -> !members.contains(rank));
        opened = ballots.isEmpty() ? Optional.empty() : opened;
        return openEarly(nanos).or(this::decideIfComplete);
    }

    /// Takes over a verdict that an earlier chair gave and some member got: it stands.
    ///
    /// @param verdict of any round
    /// @return true if it was for the open round, and must be told to all
    public boolean adopt(Verdict verdict) {
        if (verdict.round() != round) {
            return false;
        }
        next();
        return true;
    }

    /// Takes the ballots that were early and no longer are.
    ///
    /// @param nanos the time
    /// @return the decision, if with them all votes are in
    public Optional<Decision> openEarly(long nanos) {
        List<Ballot> kept = new ArrayList<>(early.values());
        early.clear();
        Optional<Decision> decision = Optional.empty();
        for (Ballot ballot : kept) {
            Optional<Decision> made = admit(ballot, nanos);
            decision = decision.or(() -> made);
        }
        return decision;
    }

    private Optional<Decision> decideIfComplete() {
        boolean complete = !ballots.isEmpty()
                && members.ranks().stream().allMatch(rank -> ballots.containsKey(rank) || absent.contains(rank));
        // Without the absent, or those who left, there may be too few: they have until the deadline to come back.
        return complete && ballots.size() >= policy.quorum() ? Optional.of(decide()) : Optional.empty();
    }

    private Decision decide() {
        long digest = commonest(ballots.values().stream().map(Ballot::digest).filter(told -> told != 0))
                .orElse(0L);
        List<Ballot> ofDigest = ballots.values().stream()
                .filter(ballot -> ballot.digest() == digest || ballot.digest() == 0)
                .toList();
        int length = commonest(ofDigest.stream().map(ballot -> ballot.signs().count()))
                .orElse(0);
        List<Ballot> counted = ofDigest.stream()
                .filter(ballot -> ballot.signs().count() == length)
                .toList();
        RankSet voters = RankSet.of(counted.stream().map(Ballot::rank).toList());
        if (voters.size() < policy.quorum()) {
            ballots.clear();
            opened = Optional.empty();
            return new Decision.Undecided(round, voters);
        }
        absent.clear();
        absent.addAll(members.without(voted()).ranks());
        MajorityVote vote =
                MajorityVote.of(counted.stream().map(Ballot::signs).toList(), policy.ties(), policy.coins(round));
        Verdict verdict = new Verdict(round, epoch, vote.signs(), vote.tied(), voters, digest);
        next();
        return new Decision.Decided(verdict);
    }

    private void next() {
        round++;
        ballots.clear();
        opened = Optional.empty();
    }

    /// What most ballots tell; among equally many that of the lowest rank.
    private static <T> Optional<T> commonest(Stream<T> told) {
        Map<T, Integer> counts = new LinkedHashMap<>();
        told.forEach(each -> counts.merge(each, 1, Integer::sum));
        int most = counts.values().stream().reduce(0, Math::max);
        return counts.entrySet().stream()
                .filter(entry -> entry.getValue() == most)
                .map(Map.Entry::getKey)
                .findFirst();
    }
}

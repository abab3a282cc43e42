package dev.orthant.experiments.signsgd;

import dev.orthant.optimizers.Sgd;
import dev.orthant.optimizers.collective.Aggregation;
import dev.orthant.optimizers.collective.MajorityVote;
import dev.orthant.optimizers.collective.RoundPolicy;
import dev.orthant.optimizers.collective.SignBits;
import dev.orthant.optimizers.collective.VotingRule;
import dev.orthant.optimizers.collective.WeightDigest;
import dev.orthant.tensor.parallel.Parallel;
import dev.orthant.tensor.weights.Weights;
import java.util.List;
import java.util.function.LongConsumer;

/// All workers in this JVM. They share one copy of the weights, since after every verdict all copies are the same.
final class InProcess {
    private InProcess() {}

    /// Steps by majority vote. Bytes are those of the packed signs.
    ///
    /// @param policy  says what becomes of ties
    /// @param digests told of the weights before each step
    static <S> Outcome vote(
            Classifier classifier,
            List<ShardWorker<S>> workers,
            VotingRule<S> rule,
            RoundPolicy policy,
            int rounds,
            LongConsumer digests) {
        Weights weights = classifier.network().weights();
        long up = 0;
        long down = 0;
        for (int round = 0; round < rounds; round++) {
            int now = round;
            digests.accept(WeightDigest.of(weights));
            List<byte[]> sent = Parallel.map(
                    workers.size(), rank -> workers.get(rank).vote(weights, now).toBytes());
            int count = Math.toIntExact(weights.size());
            List<SignBits> votes =
                    sent.stream().map(bytes -> SignBits.ofBytes(count, bytes)).toList();
            SignBits verdict =
                    MajorityVote.of(votes, policy.ties(), policy.coins(round)).signs();
            up += sent.stream().mapToLong(bytes -> bytes.length).sum();
            down += (long) workers.size() * verdict.toBytes().length;
            rule.step(weights, verdict, 1);
        }
        return new Outcome(classifier.accuracy(), rounds, up, down, WeightDigest.of(weights));
    }

    /// Steps of SGD along a gradient that is put together in full precision: 4 bytes per weight each way. Ends early once a
    /// weight is no longer finite.
    static Outcome aggregate(
            Classifier classifier, List<? extends ShardWorker<?>> workers, Aggregation how, Sgd sgd, int rounds) {
        Weights weights = classifier.network().weights();
        Sgd.State state = sgd.start(weights);
        long bytes = 0;
        int round = 0;
        while (round < rounds && isFinite(weights)) {
            int now = round;
            List<Weights> claims =
                    Parallel.map(workers.size(), rank -> workers.get(rank).claim(weights, now));
            bytes += claims.stream()
                    .mapToLong(claim -> Float.BYTES * claim.size())
                    .sum();
            state = sgd.step(weights, how.combine(claims), state, 1);
            round++;
        }
        return new Outcome(classifier.accuracy(), round, bytes, bytes, WeightDigest.of(weights));
    }

    private static boolean isFinite(Weights weights) {
        return weights.all().stream().allMatch(weight -> weight.tensor().isFinite());
    }
}

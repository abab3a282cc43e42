package dev.orthant.experiments.signsgd;

import dev.orthant.datasets.Batches;
import dev.orthant.datasets.Examples;
import dev.orthant.optimizers.collective.Adversary;
import dev.orthant.optimizers.collective.SignBits;
import dev.orthant.optimizers.collective.VotingRule;
import dev.orthant.tensor.random.Streams;
import dev.orthant.tensor.weights.Weights;
import java.util.Iterator;
import java.util.stream.IntStream;

/// One worker of a group: examples that no other worker has, a rule's memory, and perhaps bad intentions. What it sends in
/// a round is a function of the weights, its memory and the round, wherever it runs.
///
/// @param <S> what the rule remembers
final class ShardWorker<S> {
    private final Classifier classifier;
    private final Examples shard;
    private final Batches batches;
    private final Streams streams;
    private final Adversary adversary;
    private final VotingRule<S> rule;
    private final S state;

    /// Worker `rank` of `workers`: it has the examples rank, rank + workers, …
    ShardWorker(
            Classifier classifier,
            int rank,
            int workers,
            int batchSize,
            VotingRule<S> rule,
            Adversary adversary,
            Streams streams) {
        this.classifier = classifier;
        int size = classifier.train().size();
        this.shard = classifier
                .train()
                .take(IntStream.range(0, size).filter(i -> i % workers == rank).toArray());
        this.streams = streams.named("worker").indexed(rank);
        this.batches = new Batches(shard.size(), Math.min(batchSize, shard.size()), this.streams.named("batches"));
        this.adversary = adversary;
        this.rule = rule;
        this.state = rule.start(classifier.network().weights());
    }

    /// The examples of this worker.
    Examples shard() {
        return shard;
    }

    /// What the rule remembers; live.
    S state() {
        return state;
    }

    /// What this worker says its gradient is.
    Weights claim(Weights weights, long round) {
        Weights gradient = classifier.gradient(weights, batch(round));
        return adversary.claim(gradient, streams.indexed(round));
    }

    /// This worker's vote.
    SignBits vote(Weights weights, long round) {
        return rule.vote(claim(weights, round), state, streams.named("zeros").indexed(round));
    }

    /// The examples of a round: passes over the shard, a fresh order each.
    private Examples batch(long round) {
        int perEpoch = batches.perEpoch();
        Iterator<int[]> epoch = batches.epoch((int) (round / perEpoch)).iterator();
        int[] batch = epoch.next();
        for (long skipped = round % perEpoch; skipped > 0; skipped--) {
            batch = epoch.next();
        }
        return shard.take(batch);
    }
}

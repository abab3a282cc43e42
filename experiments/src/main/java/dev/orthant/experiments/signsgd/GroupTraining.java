package dev.orthant.experiments.signsgd;

import dev.orthant.datasets.Split;
import dev.orthant.optimizers.collective.Adversary;
import dev.orthant.optimizers.collective.Fenced;
import dev.orthant.optimizers.collective.JoinTicket;
import dev.orthant.optimizers.collective.RoundPolicy;
import dev.orthant.optimizers.collective.SignBits;
import dev.orthant.optimizers.collective.Verdict;
import dev.orthant.optimizers.collective.VoteGroup;
import dev.orthant.optimizers.collective.VotedSignum;
import dev.orthant.optimizers.collective.WeightDigest;
import dev.orthant.tensor.Span;
import dev.orthant.tensor.random.Streams;
import dev.orthant.tensor.weights.Weight;
import dev.orthant.tensor.weights.Weights;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/// The network of [AdversarialVote], trained by a vote group whose members may live anywhere. Every member has the same
/// settings and its own shard; whoever differs is found out by the digest of the first ballots.
///
/// @param parameters of the experiment; `workers` does not count, the group has its own size
/// @param dataName   what the data set is called
/// @param data       the data set, the same for all
/// @param seed       of every random stream
/// @param flippers   how many members turn their gradients round: those of highest rank
public record GroupTraining(
        AdversarialVote.Parameters parameters, String dataName, Split data, long seed, int flippers) {
    /// Told of every round. Called on the thread that trains.
    @FunctionalInterface
    public interface Listener {
        /// @param verdict of the round
        /// @param bytes   of this member's ballot and of the verdict, signs only
        /// @param nanos   from the ballot to the verdict
        void round(Verdict verdict, long bytes, long nanos);
    }

    /// How it ended.
    ///
    /// @param accuracy on the test examples
    /// @param digest   of the final weights
    public record Result(double accuracy, long digest) {}

    /// Trains as one member, to the end; enters anew whenever the others went on without it.
    ///
    /// @throws IllegalStateException if it entered anew and nobody was left who had the weights, or if those that it was given
    ///                               are of another network
    /// @param connect  opens the connection to the group
    /// @param rank     of this member
    /// @param size     of the group
    /// @param patience how long to wait for the others
    public Result train(Supplier<VoteGroup> connect, int rank, int size, Duration patience, Listener listener) {
        long reached = 0;
        while (true) {
            Classifier classifier = classifier();
            ShardWorker<VotedSignum.State> worker = shards(classifier, size).get(rank);
            Weights weights = classifier.network().weights();
            try (VoteGroup group = connect.get()) {
                JoinTicket ticket = group.join(patience);
                if (ticket.isLate()) {
                    load(ticket.state(), List.of(weights, worker.state().mean()));
                } else if (reached > 0) {
                    throw new IllegalStateException(
                            "group training: round " + reached + " was reached, then all members"
                                    + " entered anew: nobody has the weights any more; start the group again");
                }
                group.provideState(round -> save(List.of(weights, worker.state().mean())));
                for (long round = ticket.round(); round < parameters.rounds(); round++) {
                    long digest = WeightDigest.of(weights);
                    SignBits mine = worker.vote(weights, round);
                    long start = System.nanoTime();
                    Verdict verdict = group.vote(round, mine, digest);
                    long nanos = System.nanoTime() - start;
                    parameters.signum().step(weights, verdict.signs(), 1);
                    reached = round + 1;
                    listener.round(
                            verdict, (long) mine.byteCount() + verdict.signs().byteCount(), nanos);
                }
                return new Result(classifier.accuracy(), WeightDigest.of(weights));
            } catch (Fenced behind) {
                System.getLogger(GroupTraining.class.getName())
                        .log(System.Logger.Level.WARNING, behind.getMessage() + "; entering again");
            }
        }
    }

    /// The same workers in this process.
    ///
    /// @param digests told of the weights before each step
    public Result inProcess(int size, RoundPolicy policy, LongConsumer digests) {
        Classifier classifier = classifier();
        Outcome outcome = InProcess.vote(
                classifier, shards(classifier, size), parameters.signum(), policy, parameters.rounds(), digests);
        return new Result(outcome.accuracy(), outcome.digest());
    }

    private Classifier classifier() {
        return Classifier.of(
                dataName,
                data,
                Streams.ofSeed(seed),
                parameters.width(),
                parameters.trainCount(),
                parameters.testCount());
    }

    private List<ShardWorker<VotedSignum.State>> shards(Classifier classifier, int size) {
        return AdversarialVote.shards(
                classifier,
                parameters.signum(),
                parameters,
                size,
                flippers,
                new Adversary.Flip(),
                Streams.ofSeed(seed));
    }

    /// Weights, then momentum: a newcomer begins with the momentum of whoever lets it in, since its own is lost and all
    /// estimate the mean of the same gradients.
    private static byte[] save(List<Weights> all) {
        long numbers = all.stream().mapToLong(Weights::size).sum();
        ByteBuffer buffer = ByteBuffer.allocate(Math.toIntExact(Float.BYTES * numbers));
        for (Weights weights : all) {
            for (Weight weight : weights.all()) {
                Span span = weight.tensor().span();
                buffer.asFloatBuffer().put(span.array(), span.from(), span.length());
                buffer.position(buffer.position() + Float.BYTES * span.length());
            }
        }
        return buffer.array();
    }

    private static void load(byte[] state, List<Weights> all) {
        long required = Float.BYTES * all.stream().mapToLong(Weights::size).sum();
        if (state.length != required) {
            throw new IllegalStateException(
                    "group training: a state of " + state.length + " bytes came; this network has " + required
                            + "; start all members with the same data and settings");
        }
        ByteBuffer buffer = ByteBuffer.wrap(state);
        for (Weights weights : all) {
            for (Weight weight : weights.all()) {
                Span span = weight.tensor().span();
                buffer.asFloatBuffer().get(span.array(), span.from(), span.length());
                buffer.position(buffer.position() + Float.BYTES * span.length());
            }
        }
    }
}

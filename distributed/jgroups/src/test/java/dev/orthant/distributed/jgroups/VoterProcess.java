package dev.orthant.distributed.jgroups;

import dev.orthant.optimizers.collective.Fenced;
import dev.orthant.optimizers.collective.JoinTicket;
import dev.orthant.optimizers.collective.VoteGroup;
import dev.orthant.optimizers.collective.VotedSignum;
import dev.orthant.optimizers.collective.WeightDigest;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.random.Streams;
import dev.orthant.tensor.weights.Role;
import dev.orthant.tensor.weights.Weight;
import dev.orthant.tensor.weights.Weights;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// One member as a process of its own, to be killed and stopped by tests: descends a noisy quadratic, says where it is.
final class VoterProcess {
    private static final int COUNT = 500;

    private VoterProcess() {}

    /// @param arguments group file, rank, rounds, milliseconds of pretended work per round
    public static void main(String[] arguments) throws Exception {
        int rank = Integer.parseInt(arguments[1]);
        long rounds = Long.parseLong(arguments[2]);
        long work = Long.parseLong(arguments[3]);
        VotedSignum rule = new VotedSignum(0.01, 0);
        while (true) {
            Tensor numbers = Streams.ofSeed(1).gaussian(Shape.of(COUNT));
            Weights weights = Weights.of(List.of(new Weight("x", Role.BIAS, numbers)));
            try (VoteGroup group = new JGroupsConnector().connect(Path.of(arguments[0]), rank)) {
                JoinTicket ticket = group.join(Duration.ofSeconds(30));
                if (ticket.isLate()) {
                    ByteBuffer.wrap(ticket.state())
                            .asFloatBuffer()
                            .get(numbers.span().array());
                }
                group.provideState(round -> {
                    ByteBuffer state = ByteBuffer.allocate(Float.BYTES * COUNT);
                    state.asFloatBuffer().put(numbers.span().array());
                    return state.array();
                });
                System.out.println("joined " + ticket.round());
                for (long round = ticket.round(); round < rounds; round++) {
                    Thread.sleep(work);
                    Streams streams = Streams.ofSeed(2).indexed(round).indexed(rank);
                    Weights noise = weights.map(tensor -> streams.gaussian(tensor.shape()));
                    var mine = rule.vote(weights.plus(noise), rule.start(weights), streams);
                    rule.step(
                            weights,
                            group.vote(round, mine, WeightDigest.of(weights)).signs(),
                            1);
                    System.out.println("round " + round + " " + Long.toHexString(WeightDigest.of(weights)));
                }
                return;
            } catch (Fenced behind) {
                System.out.println("fenced " + behind.round());
            }
        }
    }
}

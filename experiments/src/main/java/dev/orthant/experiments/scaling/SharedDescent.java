package dev.orthant.experiments.scaling;

import dev.orthant.optimizers.SignOfZero;
import dev.orthant.optimizers.collective.Adversary;
import dev.orthant.optimizers.collective.SignBits;
import dev.orthant.optimizers.collective.Verdict;
import dev.orthant.optimizers.collective.VotedSignum;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.random.Streams;
import dev.orthant.tensor.weights.Role;
import dev.orthant.tensor.weights.Weight;
import dev.orthant.tensor.weights.Weights;
import java.util.ArrayList;
import java.util.List;

/// f(x) = ‖x‖²/2 from a random start, descended by voted signs; every worker sees x plus standard normal noise. All workers
/// apply the same verdicts, so that one copy of x for each round serves all, also those who lag behind.
final class SharedDescent {
    private static final String NAME = "x";

    private final VotedSignum rule;
    private final Streams streams;
    private final List<Tensor> history = new ArrayList<>();

    /// @param dimension of x
    /// @param rate      of each step
    SharedDescent(int dimension, double rate, Streams streams) {
        this.rule = new VotedSignum(rate, 0);
        this.streams = streams;
        history.add(streams.named("start").gaussian(Shape.of(dimension)));
    }

    private static Weights weights(Tensor x) {
        return Weights.of(List.of(new Weight(NAME, Role.BIAS, x)));
    }

    /// What a worker votes in a round.
    ///
    /// @param lies whether it turns its gradient round
    SignBits vote(int rank, long round, boolean lies) {
        Weights x = weights(history.get(Math.toIntExact(round)));
        Streams own = streams.named("noise").indexed(round).indexed(rank);
        Weights gradient = x.plus(x.map(tensor -> own.gaussian(tensor.shape())));
        Adversary intention = lies ? new Adversary.Flip() : new Adversary.Honest();
        return rule.vote(intention.claim(gradient, own), rule.start(x), own);
    }

    /// A vote that nobody will count.
    SignBits nothing() {
        return SignBits.of(history.getFirst().span(), SignOfZero.PLUS, streams);
    }

    /// Goes on from the newest x; verdicts come in the order of their rounds.
    void step(Verdict verdict) {
        Weights x = weights(history.getLast().copy());
        rule.step(x, verdict.signs(), 1);
        history.add(x.get(NAME));
    }

    /// f at the newest x, as a share of f at the start.
    double loss() {
        double ratio =
                weights(history.getLast()).norm() / weights(history.getFirst()).norm();
        return ratio * ratio;
    }
}

package dev.orthant.experiments.signsgd;

import dev.orthant.optimizers.SignOfZero;
import dev.orthant.optimizers.collective.Adversary;
import dev.orthant.optimizers.collective.MajorityVote;
import dev.orthant.optimizers.collective.SignBits;
import dev.orthant.optimizers.collective.VotedSignum;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.parallel.Parallel;
import dev.orthant.tensor.random.Streams;
import dev.orthant.tensor.weights.Role;
import dev.orthant.tensor.weights.Weight;
import dev.orthant.tensor.weights.Weights;
import java.util.ArrayList;
import java.util.List;

/// f(x) = ‖x‖²/2 from a random start; every worker sees x plus standard normal noise on each coordinate.
final class NoisyQuadratic {
    private static final String NAME = "x";

    private NoisyQuadratic() {}

    static Weights of(Tensor x) {
        return Weights.of(List.of(new Weight(NAME, Role.BIAS, x)));
    }

    static double loss(Weights x) {
        double norm = x.norm();
        return norm * norm / 2;
    }

    /// Signs by majority vote, the last `liars` of the workers adversaries.
    ///
    /// @return f before each step, and after the last
    static List<Double> vote(
            int dimension, double rate, int steps, int workers, int liars, Adversary adversary, Streams streams) {
        Weights x = of(streams.named("start").gaussian(Shape.of(dimension)));
        VotedSignum rule = new VotedSignum(rate, 0);
        List<Double> losses = new ArrayList<>();
        losses.add(loss(x));
        for (int step = 0; step < steps; step++) {
            Streams now = streams.named("noise").indexed(step);
            List<SignBits> votes = Parallel.map(workers, rank -> {
                Streams own = now.indexed(rank);
                Weights gradient = x.plus(of(own.gaussian(Shape.of(dimension))));
                Adversary intention = rank < workers - liars ? new Adversary.Honest() : adversary;
                return rule.vote(intention.claim(gradient, own), rule.start(x), own);
            });
            rule.step(x, MajorityVote.of(votes, SignOfZero.ZERO, now).signs(), 1);
            losses.add(loss(x));
        }
        return losses;
    }
}

package dev.orthant.optimizers.collective;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.orthant.optimizers.SignOfZero;
import dev.orthant.optimizers.SignSgd;
import dev.orthant.optimizers.Signum;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.random.Streams;
import dev.orthant.tensor.weights.Role;
import dev.orthant.tensor.weights.Weight;
import dev.orthant.tensor.weights.Weights;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Rules whose steps are voted on, adversaries, and the aggregations beside them.
class AggregationTest {
    private static final Streams COINS = Streams.ofSeed(0);

    private static Weights weights(float... numbers) {
        return Weights.of(List.of(new Weight("w", Role.BIAS, Tensor.of(Shape.of(numbers.length), numbers))));
    }

    private static Weights random(long seed) {
        Streams streams = Streams.ofSeed(seed);
        return Weights.of(List.of(
                new Weight("a", Role.MATRIX, streams.named("a").gaussian(Shape.of(7, 11))),
                new Weight("b", Role.BIAS, streams.named("b").gaussian(Shape.of(7)))));
    }

    private static float[] numbers(Weights weights) {
        return Flat.of(weights).array();
    }

    @Test
    void theVoteOfOneWorkerIsSignum() {
        Weights voted = random(1);
        Weights alone = random(1);
        VotedSignum rule = new VotedSignum(0.01, 0.9, 0.1, SignOfZero.ZERO);
        VotedSignum.State state = rule.start(voted);
        Signum signum = new Signum(0.01, 0.9, 0.1, SignOfZero.ZERO, 0);
        Signum.State signumState = signum.start(alone);
        for (int step = 0; step < 20; step++) {
            Weights gradient = random(100 + step);
            SignBits vote = rule.vote(gradient, state, COINS);
            rule.step(
                    voted,
                    MajorityVote.of(List.of(vote), SignOfZero.ZERO, COINS).signs(),
                    0.5);
            signumState = signum.step(alone, gradient, signumState, 0.5);
        }
        assertArrayEquals(numbers(alone), numbers(voted));
        assertEquals(WeightDigest.of(alone), WeightDigest.of(voted));
    }

    @Test
    void deadWeightsStayOrDriftByTheConvention() {
        for (SignOfZero convention : List.of(SignOfZero.ZERO, SignOfZero.PLUS)) {
            Weights weights = weights(1, 1);
            VotedSignum rule = new VotedSignum(0.25, 0, 0, convention);
            SignBits vote = rule.vote(weights(0, -1), rule.start(weights), COINS);
            rule.step(
                    weights,
                    MajorityVote.of(List.of(vote, vote, vote), convention, COINS)
                            .signs(),
                    1);
            float expected = convention == SignOfZero.ZERO ? 1 : 0.75f;
            assertArrayEquals(new float[] {expected, 1.25f}, numbers(weights), convention.toString());
        }
    }

    @Test
    void errorFeedbackRemembersWhatSignsLeftOut() {
        VotedErrorFeedback rule = new VotedErrorFeedback(0.1, 0);
        Weights weights = weights(0, 0, 0, 0);
        VotedErrorFeedback.State state = rule.start(weights);
        SignBits first = rule.vote(weights(3, 1, -0.5f, 0), state, COINS);
        assertEquals(SignBits.of(weights(1, 1, -1, 0).get("w").span(), SignOfZero.ZERO, COINS), first);
        assertArrayEquals(new float[] {1.875f, -0.125f, 0.625f, 0}, numbers(state.error())); // mean |C| = 1.125
        SignBits second = rule.vote(weights(0, 0, 0, 0), state, COINS);
        assertEquals(-1, second.sign(1), "the error is paid back");
        rule.step(weights, first, 1);
        assertArrayEquals(new float[] {-0.1f, -0.1f, 0.1f, 0}, numbers(weights));
    }

    @Test
    void withoutMomentumTheRuleIsSignSgd() {
        Weights voted = random(3);
        Weights alone = random(3);
        VotedSignum rule = new VotedSignum(0.01, 0);
        rule.step(voted, rule.vote(random(4), rule.start(voted), COINS), 1);
        SignSgd signSgd = new SignSgd(0.01);
        signSgd.step(alone, random(4), signSgd.start(alone), 1);
        assertArrayEquals(numbers(alone), numbers(voted));
    }

    @Test
    void adversariesTurnScaleOrInvent() {
        Weights gradient = weights(1, -2, 0);
        assertEquals(gradient, new Adversary.Honest().claim(gradient, COINS));
        assertArrayEquals(new float[] {-1, 2, -0f}, numbers(new Adversary.Flip().claim(gradient, COINS)));
        assertArrayEquals(new float[] {-10, 20, -0f}, numbers(new Adversary.Scaled(-10).claim(gradient, COINS)));
        float[] noise = numbers(new Adversary.Noise().claim(gradient, COINS));
        assertArrayEquals(noise, numbers(new Adversary.Noise().claim(weights(5, 5, 5), COINS)));
        assertThrows(IllegalArgumentException.class, () -> new Adversary.Scaled(Double.NaN));
    }

    @Test
    void oneLiarMovesTheMeanAndNotMultiKrum() {
        List<Weights> gradients =
                List.of(weights(1, 1), weights(1.1f, 1), weights(1, 1.1f), weights(0.9f, 1), weights(-1000, -1000));
        assertEquals(-199.2, numbers(new Mean().combine(gradients))[0], 1e-4);
        assertArrayEquals(new float[] {1, 1.025f}, numbers(new MultiKrum(1).combine(gradients)), 1e-6f);
        assertThrows(IllegalArgumentException.class, () -> new MultiKrum(4).combine(gradients));
        assertThrows(IllegalArgumentException.class, () -> new MultiKrum(-1));
    }

    @Test
    void digestsTellApartWhatDiffersInOneBitOrInOrder() {
        Weights weights = random(1);
        long digest = WeightDigest.of(weights);
        assertEquals(digest, WeightDigest.of(weights.copy()));
        for (int i = 0; i < 7; i++) {
            Weights changed = weights.copy();
            changed.get("b").span().array()[i] =
                    Math.nextUp(changed.get("b").span().array()[i]);
            assertNotEquals(digest, WeightDigest.of(changed), "number " + i);
        }
        assertNotEquals(WeightDigest.of(weights(1, 2)), WeightDigest.of(weights(2, 1)));
    }
}

package dev.orthant.experiments.signsgd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orthant.datasets.Examples;
import dev.orthant.layers.Initialiser;
import dev.orthant.layers.Network;
import dev.orthant.layers.Sequential;
import dev.orthant.optimizers.Sgd;
import dev.orthant.optimizers.SignOfZero;
import dev.orthant.optimizers.collective.Adversary;
import dev.orthant.optimizers.collective.Mean;
import dev.orthant.optimizers.collective.RoundPolicy;
import dev.orthant.optimizers.collective.VotedSignum;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.random.Streams;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AdversarialVoteTest {
    private static final long SEED = 1;
    private static final int WORKERS = 27;
    private static final int INPUTS = 8;

    private static List<Double> toy(int liars) {
        return NoisyQuadratic.vote(1_000, 0.01, 250, WORKERS, liars, new Adversary.Flip(), Streams.ofSeed(SEED));
    }

    /// The expected course is from 488 to 208 in 250 steps; 1000 coordinates move by 2.5 at most, each by nearly the same law, so
    /// the loss varies by a few per cent from seed to seed.
    @Test
    void thirteenFlippersOfTwentySevenSlowTheVoteAndDoNotStopIt() {
        List<Double> losses = toy(13);
        assertTrue(losses.getLast() < 0.6 * losses.getFirst(), losses.getLast() + " of " + losses.getFirst());
        assertTrue(losses.getLast() > 0.2 * losses.getFirst(), "13 flippers should be felt: " + losses.getLast());
    }

    /// Here it is from 488 to 1689.
    @Test
    void fourteenFlippersMakeTheVoteDiverge() {
        List<Double> losses = toy(14);
        assertTrue(losses.getLast() > 2 * losses.getFirst(), losses.getLast() + " of " + losses.getFirst());
    }

    @Test
    void densityIsOneForConstantsTwoOverPiForGaussiansAndOneOverDForOneNumber() {
        int d = 10_000;
        double[] constant = new double[d];
        Arrays.fill(constant, -3);
        assertEquals(1, Density.of(constant), 1e-12); // sums of 10⁴ equal numbers
        double[] single = new double[d];
        single[17] = 0.5;
        assertEquals(1.0 / d, Density.of(single), 1e-16);
        float[] numbers = Streams.ofSeed(SEED).gaussian(Shape.of(d)).toArray();
        double[] gaussian = IntStream.range(0, d).mapToDouble(i -> numbers[i]).toArray();
        // the delta method gives a standard error of 0.34 / √d
        assertEquals(2 / Math.PI, Density.of(gaussian), 4 * 0.34 / Math.sqrt(d), "seed " + SEED);
    }

    @Test
    void theVoteSendsOneThirtySecondOfTheBytesOfFullGradients() {
        Outcome vote = InProcess.vote(
                classifier(),
                workers(classifier(), 7),
                new VotedSignum(1e-3, 0.9, 0, SignOfZero.PLUS),
                new RoundPolicy(1, Duration.ofMinutes(1), SignOfZero.PLUS, 0),
                3,
                digest -> {});
        Outcome mean = InProcess.aggregate(classifier(), workers(classifier(), 7), new Mean(), new Sgd(0.1, 0), 3);
        long weights = classifier().network().weights().size();
        assertEquals(0, weights % 8, "whole bytes of signs, or the ratio is not exact");
        assertEquals(3 * 7 * weights / 8, vote.upBytes());
        assertEquals(32 * vote.upBytes(), mean.upBytes());
        assertEquals(32 * vote.downBytes(), mean.downBytes());
        assertEquals(32, mean.bytesPerRound() / vote.bytesPerRound());
    }

    @Test
    void shardsAreDisjointAndTogetherEverything() {
        TreeSet<Float> seen = new TreeSet<>();
        Classifier classifier = classifier();
        for (ShardWorker<VotedSignum.State> worker : workers(classifier, 7)) {
            float[] inputs = worker.shard().inputs().toArray();
            for (int i = 0; i < inputs.length; i += INPUTS) {
                assertTrue(seen.add(inputs[i]), "example " + inputs[i] + " belongs to two workers");
            }
        }
        assertEquals(classifier.train().size(), seen.size());
    }

    private static List<ShardWorker<VotedSignum.State>> workers(Classifier classifier, int workers) {
        return IntStream.range(0, workers)
                .mapToObj(rank -> new ShardWorker<>(
                        classifier,
                        rank,
                        workers,
                        4,
                        new VotedSignum(1e-3, 0.9, 0, SignOfZero.PLUS),
                        new Adversary.Honest(),
                        Streams.ofSeed(SEED)))
                .toList();
    }

    /// 50 examples, the first number of each its index.
    private static Classifier classifier() {
        Tensor inputs = Streams.ofSeed(SEED).gaussian(Shape.of(50, INPUTS));
        int[] labels = new int[50];
        for (int i = 0; i < labels.length; i++) {
            inputs.span().array()[i * INPUTS] = i;
            labels[i] = i % 4;
        }
        Examples examples = Examples.of("toy", inputs, labels, 4);
        Network network = Network.create(
                Sequential.multilayerPerceptron(2, 16, 4),
                Shape.of(INPUTS),
                new Initialiser.UniformFanIn(),
                Streams.ofSeed(SEED));
        return new Classifier(network, examples, examples);
    }
}

package dev.orthant.experiments.guessing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.orthant.layers.Initialiser;
import dev.orthant.layers.Network;
import dev.orthant.layers.Sequential;
import dev.orthant.layers.infinite.KernelBlock;
import dev.orthant.layers.infinite.orthant.OrthantProbability;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.linear.Matrix;
import dev.orthant.tensor.random.Streams;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GuessedNetworksTest {
    private static final long SEED = 7;
    private static final int[] SIGNS = {1, -1, 1};

    /// Three examples of four features, of norm 2.
    private static final Tensor INPUTS = Tensor.of(Shape.of(3, 4), 1, 1, 1, 1, 1, 1, -1, 1, 2, 0, 0, 0);

    private static GuessedNetworks guesses(int depth, int width, int train) {
        return new GuessedNetworks(depth, width, Matrix.gram(INPUTS, INPUTS).scaled(0.25), train, Streams.ofSeed(SEED));
    }

    private static boolean fits(double[] scores) {
        return IntStream.range(0, SIGNS.length).allMatch(i -> scores[i] * SIGNS[i] > 0);
    }

    /// Narrow and deep, where a kernel alone would be far off. Also narrower than there are examples: singular Grams.
    @Test
    void asManyGuessesFitAsNetworksWithWeights() {
        int count = 4000;
        for (int width : new int[] {2, 6}) {
            GuessedNetworks guessed = guesses(3, width, 3);
            Streams streams = Streams.ofSeed(SEED).named("networks");
            int guessedFits = 0;
            int networksFit = 0;
            for (int i = 0; i < count; i++) {
                guessedFits += fits(guessed.train(i)) ? 1 : 0;
                Tensor scores = Network.create(
                                Sequential.multilayerPerceptron(3, width, 1),
                                Shape.of(4),
                                new Initialiser.Prior(),
                                streams.indexed(i))
                        .predict(INPUTS);
                networksFit += fits(Matrix.of(scores).column(0)) ? 1 : 0;
            }
            double share = (guessedFits + networksFit) / (2.0 * count);
            double standardError = Math.sqrt(2 * share * (1 - share) / count);
            assertEquals(
                    networksFit / (double) count,
                    guessedFits / (double) count,
                    4 * standardError,
                    "width " + width + ", seed " + SEED);
        }
    }

    /// At width 400 the share differs from that of the limit by about 1/400, less than the standard error.
    @Test
    void wideGuessesFitAsOftenAsTheOrthantPredicts() {
        Matrix kernel = Sequential.multilayerPerceptron(2, 1, 1)
                .kernel(KernelBlock.ofInputs(INPUTS))
                .nngp();
        double expected = Math.exp(OrthantProbability.closedForm(kernel, SIGNS).orElseThrow());
        int count = 8000;
        GuessedNetworks guessed = guesses(2, 400, 3);
        long fits =
                IntStream.range(0, count).filter(i -> fits(guessed.train(i))).count();
        assertEquals(
                expected,
                (double) fits / count,
                4 * Math.sqrt(expected * (1 - expected) / count) + 1.0 / 400,
                "seed " + SEED);
    }

    @Test
    void theTestExamplesDoNotChangeTheTrainingScores() {
        GuessedNetworks guessed = guesses(4, 5, 2);
        for (int i = 0; i < 20; i++) {
            double[] all = guessed.all(i);
            assertEquals(3, all.length);
            assertArrayEquals(guessed.train(i), Arrays.copyOf(all, 2));
        }
    }
}

package dev.orthant.layers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orthant.autograd.Eager;
import dev.orthant.autograd.Tape;
import dev.orthant.autograd.Value;
import dev.orthant.autograd.op.Sum;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.parallel.Parallel;
import dev.orthant.tensor.random.Streams;
import dev.orthant.tensor.weights.Weights;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import org.junit.jupiter.api.Test;

class StochasticActivationPruningTest {
    private static final long SEED = 20_261_121;
    private static final int EXAMPLES = 40_000;
    private static final float[] ACTIVATIONS = {0.5f, 0, -2, 0.001f, 1, 3, 0.2f};

    private static Tensor pass(Layer layer, Mode mode, Tensor input) {
        Eager eager = new Eager();
        NamedValues weights =
                NamedValues.constants(eager, Weights.of(List.of())).in(mode);
        return layer.forward(eager, weights, eager.constant(input)).tensor();
    }

    private static Mode sampling() {
        return new Mode.Sampling(Streams.ofSeed(SEED));
    }

    private static Tensor repeated() {
        int units = ACTIVATIONS.length;
        float[] all = new float[EXAMPLES * units];
        for (int i = 0; i < all.length; i++) {
            all[i] = ACTIVATIONS[i % units];
        }
        return Tensor.wrap(Shape.of(EXAMPLES, units), all);
    }

    private static double probability(int unit) {
        double sum = 0;
        for (float activation : ACTIVATIONS) {
            sum += Math.abs(activation);
        }
        return Math.abs(ACTIVATIONS[unit]) / sum;
    }

    /// Means and joint survivals against the law of r draws with replacement; fails for units that survive independently,
    /// whose joint probability is larger.
    @Test
    void survivorsFollowTheLawOfDrawsWithReplacementAndKeepTheMean() {
        int units = ACTIVATIONS.length;
        int draws = 4; // 0.5 · 7, rounded
        float[] pruned = pass(new StochasticActivationPruning(0.5), sampling(), repeated())
                .toArray();
        for (int i = 0; i < units; i++) {
            double survival = 1 - Math.pow(1 - probability(i), draws);
            double mean = 0;
            for (int example = 0; example < EXAMPLES; example++) {
                mean += pruned[example * units + i] / EXAMPLES;
            }
            double variance = survival == 0 ? 0 : Math.pow(ACTIVATIONS[i], 2) * (1 - survival) / survival;
            assertEquals(
                    ACTIVATIONS[i],
                    mean,
                    4 * Math.sqrt(variance / EXAMPLES) + 1e-6,
                    "mean of unit " + i + ", seed " + SEED);
            for (int j = 0; j < i; j++) {
                double neither = Math.pow(1 - probability(i) - probability(j), draws);
                double both = Math.max(0, survival - Math.pow(1 - probability(j), draws) + neither); // 0 may be rounded
                int together = 0;
                for (int example = 0; example < EXAMPLES; example++) {
                    together += pruned[example * units + i] != 0 && pruned[example * units + j] != 0 ? 1 : 0;
                }
                assertEquals(
                        both,
                        (double) together / EXAMPLES,
                        4 * Math.sqrt(both * (1 - both) / EXAMPLES) + 1e-12,
                        "units " + j + " and " + i + " together, seed " + SEED);
            }
        }
    }

    @Test
    void onlyPassesThatSamplePrune() {
        Layer layer = new StochasticActivationPruning(0.5);
        Tensor input = Tensor.of(Shape.of(1, 7), ACTIVATIONS);

        assertEquals(input, pass(layer, new Mode.Predicting(), input));
        assertEquals(input, pass(layer, new Mode.Training(Streams.ofSeed(SEED)), input));
    }

    @Test
    void aSingleActivationStaysAndZerosStayZero() {
        Tensor input = Tensor.of(Shape.of(3, 2, 2), 0, 0, 0, 0, 0, -7, 0, 0, 0, 0, 0, 1e-38f);

        assertArrayEquals(
                input.toArray(),
                pass(new StochasticActivationPruning(0.25), sampling(), input).toArray());
    }

    @Test
    void theGradientIsTheMaskOfTheSamePass() {
        Tensor input = Tensor.of(Shape.of(1, 7), ACTIVATIONS);
        Layer layer = new StochasticActivationPruning(0.5);
        Tape tape = new Tape();
        Value variable = tape.variable(input);
        NamedValues weights = NamedValues.variables(tape, Weights.of(List.of())).in(sampling());
        Value output = layer.forward(tape, weights, variable);
        float[] gradient =
                tape.backward(tape.apply(new Sum(), output)).of(variable).toArray();
        for (int i = 0; i < ACTIVATIONS.length; i++) {
            assertEquals(output.tensor().at(0, i), gradient[i] * ACTIVATIONS[i], 1e-6 * Math.abs(ACTIVATIONS[i]));
        }
    }

    @Test
    void theNumberOfThreadsChangesNothing() throws Exception {
        Tensor input = repeated();
        Layer layer = new StochasticActivationPruning(2);
        Tensor alone = Parallel.withThreads(1, () -> pass(layer, sampling(), input));

        assertArrayEquals(
                alone.toArray(),
                Parallel.withThreads(3, () -> pass(layer, sampling(), input)).toArray());
    }

    /// Against exact decimal arithmetic; 20 roundings of float64 at most.
    @Test
    void theProbabilityToSurviveIsAccurateForSmallActivations() {
        for (double p : new double[] {1e-15, 3e-9, 9.9e-5, 1.01e-4, 0.02, 0.9, 1}) {
            for (int draws : new int[] {1, 7, 500}) {
                MathContext digits = new MathContext(60);
                double exact = BigDecimal.ONE
                        .subtract(BigDecimal.ONE.subtract(new BigDecimal(p)).pow(draws, digits))
                        .doubleValue();
                // 1 − eˣ with x > 1e-4 has an error of one rounding of 1, relative to its value.
                assertEquals(exact, ActivationSampler.survival(p, draws), 2e-12 * exact, p + " in " + draws);
            }
        }
    }

    @Test
    void fractionsThatMakeNoSenseAreRefused() {
        for (double fraction : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            String message = String.valueOf(
                    assertThrows(IllegalArgumentException.class, () -> new StochasticActivationPruning(fraction))
                            .getMessage());
            assertTrue(message.startsWith("stochastic activation pruning: "), message);
        }
    }
}

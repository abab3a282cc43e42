package dev.orthant.layers.infinite.orthant;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.orthant.tensor.linear.Cholesky;
import dev.orthant.tensor.linear.Matrix;
import dev.orthant.tensor.random.Streams;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/// Three samplers of scores given their signs against rejection, which needs no theory.
class SamplesGivenSignsTest {
    private static final long SEED = 77;

    /// Five scores, one of them a copy of another but for its scale, of different variances.
    private static final Matrix COVARIANCE = scaled(
            Matrix.fill(5, 5, (i, j) -> {
                int a = i == 4 ? 1 : i;
                int b = j == 4 ? 1 : j;
                return a == b ? 1 : Math.pow(0.6, Math.abs(a - b));
            }),
            1,
            2,
            0.5,
            3,
            4);

    private static final int[] LABELS = {1, -1, 1, 1, -1};

    private static Matrix scaled(Matrix correlation, double... deviations) {
        return Matrix.fill(5, 5, (i, j) -> deviations[i] * deviations[j] * correlation.at(i, j));
    }

    /// Scores with the right signs among many from N(0, Σ).
    private static Matrix rejection() {
        RandomGenerator random = Streams.ofSeed(SEED).named("rejection").generator();
        Matrix four = COVARIANCE.block(0, 4, 0, 4);
        double[][] factor = Cholesky.of(four).lower().toArray2d();
        List<double[]> kept = new ArrayList<>();
        for (int k = 0; k < 1_000_000; k++) {
            double[] f = new double[5];
            double[] z = new double[4];
            boolean fits = true;
            for (int i = 0; i < 4 && fits; i++) {
                z[i] = random.nextGaussian();
                for (int j = 0; j <= i; j++) {
                    f[i] += factor[i][j] * z[j];
                }
                fits = f[i] * LABELS[i] > 0;
            }
            if (fits) {
                f[4] = 2 * f[1]; // the copy
                kept.add(f);
            }
        }
        return Matrix.of(kept.toArray(new double[0][]));
    }

    /// Mean of every score and of every product of two: 20 numbers, with the standard errors of their means.
    private static double[][] moments(Matrix draws, boolean chain) {
        double[][] result = new double[2][20];
        int at = 0;
        for (int i = 0; i < 5; i++) {
            for (int j = -1; j <= i; j++, at++) {
                double[] series = draws.column(i);
                double[] other = j < 0 ? series : draws.column(j);
                double sum = 0;
                double squares = 0;
                double[] values = new double[series.length];
                for (int k = 0; k < series.length; k++) {
                    values[k] = j < 0 ? series[k] : series[k] * other[k];
                    sum += values[k];
                    squares += values[k] * values[k];
                }
                double mean = sum / series.length;
                double effective = chain ? EffectiveSamples.of(values) : series.length;
                result[0][at] = mean;
                result[1][at] = Math.sqrt((squares / series.length - mean * mean) / effective);
            }
        }
        return result;
    }

    private static void assertSigns(Matrix draws, int[] labels) {
        for (int k = 0; k < draws.rows(); k++) {
            double[] f = draws.row(k);
            for (int i = 0; i < labels.length; i++) {
                if (!(f[i] * labels[i] > 0)) {
                    fail("draw " + k + ", score " + i + " is " + f[i]);
                }
            }
        }
    }

    @Test
    void momentsAreThoseOfRejectionSampling() {
        double[][] expected = moments(rejection(), false);
        Streams streams = Streams.ofSeed(SEED);
        // many particles: their draws are a systematic resample, as good as independent where weights are nearly equal
        Matrix particles = new SequentialMonteCarlo(16, 2_000, Guide.GUARDED)
                .posterior(COVARIANCE, LABELS, streams.named("particles"))
                .draw(16_000, streams.named("draw"));
        Matrix hamiltonian = new HamiltonianChain(20).draw(COVARIANCE, LABELS, 20_000, streams.named("hamiltonian"));
        Matrix gibbs = new GibbsChain(20, 1).draw(COVARIANCE, LABELS, 40_000, streams.named("gibbs"));
        for (Matrix draws : List.of(particles, hamiltonian, gibbs)) {
            assertSigns(draws, LABELS);
            double[][] actual = moments(draws, true);
            for (int at = 0; at < 20; at++) {
                // 60 comparisons: five standard errors
                double error = Math.hypot(expected[1][at], actual[1][at]);
                assertEquals(expected[0][at], actual[0][at], 5 * error, "moment " + at + ", seed " + SEED);
            }
        }
    }

    /// A million of each, of a narrow orthant: two of the scores are almost each other's negatives.
    @Test
    void noneOfAMillionDrawsViolatesASign() {
        Matrix narrow =
                Matrix.of(new double[] {1, -0.9999, 0.3}, new double[] {-0.9999, 1, -0.3}, new double[] {0.3, -0.3, 1});
        int[] ones = KnownOrthants.ones(3);
        Streams streams = Streams.ofSeed(SEED).named("million");
        OrthantPosterior posterior = SequentialMonteCarlo.standard().posterior(narrow, ones, streams.named("door"));
        for (int part = 0; part < 10; part++) {
            Streams own = streams.indexed(part);
            assertSigns(posterior.draw(100_000, own.named("draw")), ones);
            assertSigns(new HamiltonianChain(5).draw(narrow, ones, 100_000, own.named("hamiltonian")), ones);
            assertSigns(new GibbsChain(5, 1).draw(narrow, ones, 100_000, own.named("gibbs")), ones);
        }
    }

    /// Two hundred scores: the mean of all to two percent.
    @Test
    void expectationPropagationsMeanIsThatOfTheParticles() {
        Matrix correlation = KnownOrthants.oneFactor(200, i -> 0.9 * Math.cos(i));
        double[] particles = SequentialMonteCarlo.standard()
                .posterior(
                        correlation,
                        KnownOrthants.ones(200),
                        Streams.ofSeed(SEED).named("two hundred"))
                .mean();
        double[] approximate = ExpectationPropagation.of(correlation).gaussian().mean();
        double ratio = Arrays.stream(approximate).average().orElseThrow()
                / Arrays.stream(particles).average().orElseThrow();
        assertEquals(1, ratio, 0.02, "seed " + SEED);
        for (int i = 0; i < 200; i++) {
            // 4096 particles, a third of them effective, of a deviation below 1: errors below 0.03
            assertEquals(particles[i], approximate[i], 0.1 * particles[i] + 0.1, "score " + i + ", seed " + SEED);
        }
    }

    @Test
    void theWeightedMeanIsThatOfTheDraws() {
        OrthantPosterior posterior =
                SequentialMonteCarlo.standard().posterior(COVARIANCE, LABELS, Streams.ofSeed(SEED));
        double[] mean = posterior.mean();
        Matrix draws = posterior.draw(100_000, Streams.ofSeed(SEED));
        for (int i = 0; i < 5; i++) {
            // systematic resampling: at most one draw of each of 4096 particles too many or too few, largest score < 20
            assertEquals(mean[i], Arrays.stream(draws.column(i)).average().orElseThrow(), 4096.0 / 100_000 * 2);
        }
        assertEquals(2 * mean[1], mean[4], 1e-12 * Math.abs(mean[4]));
    }

    @Test
    void particlesAgreeWithExpectationPropagationAndWithBothChains() {
        Matrix correlation = KnownOrthants.autoregressive(60, 0.7, 5);
        int[] ones = KnownOrthants.ones(60);
        Streams streams = Streams.ofSeed(SEED);
        double[] particles = SequentialMonteCarlo.standard()
                .posterior(correlation, ones, streams.named("particles"))
                .mean();
        double[] approximate = ExpectationPropagation.of(correlation).gaussian().mean();
        Matrix hamiltonian = new HamiltonianChain(50).draw(correlation, ones, 2_000, streams.named("hamiltonian"));
        Matrix gibbs = new GibbsChain(200, 4).draw(correlation, ones, 4_000, streams.named("gibbs"));
        assertSigns(hamiltonian, ones);
        assertSigns(gibbs, ones);
        for (int i = 0; i < 60; i++) {
            // deviations are below 1: 4096 particles, a third of them effective, give errors below 0.02
            assertEquals(particles[i], mean(hamiltonian, i), 0.1, "hamiltonian " + i);
            assertEquals(particles[i], mean(gibbs, i), 0.1, "gibbs " + i);
            // expectation propagation's mean is off by a few percent
            assertEquals(1, approximate[i] / particles[i], 0.15, "expectation propagation " + i);
        }
    }

    private static double mean(Matrix draws, int column) {
        return Arrays.stream(draws.column(column)).average().orElseThrow();
    }

    @Test
    void effectiveSamplesOfAnAutoregressiveSeriesAreKnown() {
        RandomGenerator random = Streams.ofSeed(SEED).generator();
        double[] series = new double[40_000];
        for (int t = 1; t < series.length; t++) {
            series[t] = 0.8 * series[t - 1] + random.nextGaussian();
        }
        // τ = (1 + 0.8)/(1 − 0.8) = 9; relative error √(4 lags/N), about 7 % for the 45 lags that count: four of these
        assertEquals(9, series.length / EffectiveSamples.of(series), 2.5, "seed " + SEED);
        assertEquals(10, EffectiveSamples.of(new double[10]));
        double[] constant = new double[1000];
        Arrays.fill(constant, 0.1); // whose mean is not 0.1 in float64
        assertEquals(1000, EffectiveSamples.of(constant));
        assertThrows(IllegalArgumentException.class, () -> EffectiveSamples.of(1, 2, 3, Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> EffectiveSamples.of(1, 2, 3));
    }

    @Test
    void chainsStartAndEndWithOneScore() {
        Matrix one = Matrix.of(new double[] {4});
        for (OrthantChain chain : List.of(new HamiltonianChain(0), new GibbsChain(0, 1))) {
            Matrix draws = chain.draw(one, new int[] {-1}, 20_000, Streams.ofSeed(SEED));
            // half-normal of scale 2: mean 2 √(2/π), deviation 2 √(1 − 2/π)
            assertEquals(-2 * Math.sqrt(2 / Math.PI), mean(draws, 0), 5 * 1.206 / Math.sqrt(5_000));
        }
        assertThrows(IllegalArgumentException.class, () -> new GibbsChain(0, 0));
        assertThrows(IllegalArgumentException.class, () -> new HamiltonianChain(-1));
        assertArrayEquals(
                new GibbsChain(3, 2)
                        .draw(COVARIANCE, LABELS, 5, Streams.ofSeed(1))
                        .toArray2d()[4],
                new GibbsChain(3, 2)
                        .draw(COVARIANCE, LABELS, 5, Streams.ofSeed(1))
                        .toArray2d()[4]);
    }
}

package dev.orthant.layers.infinite.orthant;

import dev.orthant.tensor.linear.Matrix;
import dev.orthant.tensor.random.Streams;
import java.util.Arrays;
import java.util.List;

/// Scores given their signs, f | labelᵢ fᵢ > 0 for all i, as the weighted particles of a run of [SequentialMonteCarlo]; and all
/// that the run has to say about itself.
///
/// ```java
/// int[] labels = {1, -1};
/// OrthantPosterior posterior = SequentialMonteCarlo.standard().posterior(Matrix.identity(2), labels, Streams.ofSeed(0));
/// double[] mean = posterior.mean();                               // ±√(2/π) of the half-normal law
/// String.format(Locale.ROOT, "%.1f %.1f", mean[0], mean[1]);      // → 0.8 -0.8
/// posterior.draw(100, Streams.ofSeed(1)).rows();                  // → 100
/// ```
///
/// @since 0.1.0
public final class OrthantPosterior {
    private final OrthantEstimate estimate;
    private final GuideReport guide;
    private final int resamplings;
    private final double genealogicalError;
    private final List<Island> islands;
    private final ReducedProblem problem;
    private final double[][] shares; // of the total weight, [islands, particles]

    OrthantPosterior(
            OrthantEstimate estimate,
            GuideReport guide,
            int resamplings,
            double genealogicalError,
            List<Island> islands,
            ReducedProblem problem) {
        this.estimate = estimate;
        this.guide = guide;
        this.resamplings = resamplings;
        this.genealogicalError = genealogicalError;
        this.islands = islands;
        this.problem = problem;
        this.shares = shares(islands);
    }

    /// {@return P of the signs}
    public OrthantEstimate estimate() {
        return estimate;
    }

    /// {@return what the particles were guided by}
    public GuideReport guide() {
        return guide;
    }

    /// {@return how often an island drew its particles anew, all islands together}
    public int resamplings() {
        return resamplings;
    }

    /// {@return the relative standard error of P by the particles' genealogy (Chan and Lai 2013), for comparison with
    /// the islands'}
    public double genealogicalError() {
        return genealogicalError;
    }

    /// {@return E[f | signs], in the scale of the covariance, one per example} Effective samples: those of [#estimate].
    public double[] mean() {
        double[] mean = new double[problem.size()];
        for (int island = 0; island < shares.length; island++) {
            for (int k = 0; k < mean.length; k++) {
                double[] scores = islands.get(island).scores()[k];
                for (int p = 0; p < scores.length; p++) {
                    mean[k] += shares[island][p] * scores[p];
                }
            }
        }
        Matrix restored = Matrix.zeros(1, problem.coordinates().length);
        problem.restore(mean, restored, 0);
        return restored.row(0);
    }

    /// Scores drawn from the particles in proportion to their weights (systematic resampling): no more independent than the
    /// effective sample size allows, and a particle may come more than once.
    ///
    /// @param count   how many, at least 1
    /// @param streams for the one random number that systematic resampling takes
    /// @return      f, [count, n]; every element has the sign of its label
    public Matrix draw(int count, Streams streams) {
        SampleBlocks.requireSamples("orthant posterior", count);
        Matrix draws = Matrix.zeros(count, problem.coordinates().length);
        double offset = streams.generator().nextDouble();
        double cumulated = 0;
        int draw = 0;
        for (int island = 0; island < shares.length; island++) {
            for (int p = 0; p < shares[island].length; p++) {
                cumulated += shares[island][p] * count;
                boolean last = island == shares.length - 1 && p == shares[island].length - 1;
                for (; draw < count && (last || draw + offset < cumulated); draw++) {
                    copy(islands.get(island), p, draws, draw);
                }
            }
        }
        return draws;
    }

    private void copy(Island island, int particle, Matrix draws, int draw) {
        double[] g = new double[problem.size()];
        Arrays.setAll(g, k -> island.scores()[k][particle]);
        problem.restore(g, draws, draw);
    }

    private static double[][] shares(List<Island> islands) {
        WeightSummary total = islands.stream()
                .map(island -> WeightSummary.of(island.logWeights()))
                .reduce(WeightSummary.NONE, WeightSummary::plus);
        double[][] shares = new double[islands.size()][];
        for (int island = 0; island < shares.length; island++) {
            double[] weights = islands.get(island).logWeights();
            for (int p = 0; p < weights.length; p++) {
                weights[p] = Math.exp(weights[p] - total.largest()) / total.sum();
            }
            shares[island] = weights;
        }
        return shares;
    }
}

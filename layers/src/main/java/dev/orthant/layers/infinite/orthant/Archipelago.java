package dev.orthant.layers.infinite.orthant;

import dev.orthant.tensor.parallel.Parallel;
import dev.orthant.tensor.random.Streams;
import java.util.List;

/// All islands of one run of [SequentialMonteCarlo] and what they say together.
///
/// @param problem whose scores the particles are
/// @param islands finished
/// @param guide   what the particles were guided by
record Archipelago(ReducedProblem problem, List<Island> islands, GuideReport guide) {
    /// Two error bars that differ by more than this factor cannot both be right.
    private static final double LARGEST_DISAGREEMENT = 2;

    static Archipelago run(SequentialMonteCarlo settings, ReducedProblem problem, Streams streams) {
        Guidance guidance = Guidance.of(settings.guide(), problem.correlation());
        LookAhead lookAhead = LookAhead.of(problem.correlation().matrix(), guidance.sites());
        List<Island> islands = Parallel.map(
                settings.islands(), index -> Island.run(lookAhead, settings.particles(), streams.indexed(index)));
        return new Archipelago(problem, islands, guidance.report());
    }

    /// The error bar is the larger of two: the spread of the islands, which is right whatever happens within them but rests on
    /// few numbers, and that of the particles' genealogy, which is precise while no resampling was needed.
    OrthantEstimate estimate() {
        double[] estimates =
                islands.stream().mapToDouble(Island::logProbability).toArray();
        WeightSummary ofIslands = WeightSummary.of(estimates);
        WeightSummary ofParticles = islands.stream()
                .map(island -> WeightSummary.of(island.logWeights()))
                .reduce(WeightSummary.NONE, WeightSummary::plus);
        double ofSpread = ofIslands.relativeStandardError();
        double genealogical = genealogicalError();
        OrthantEstimate estimate = new OrthantEstimate(
                        ofIslands.logMean(),
                        Math.max(ofSpread, genealogical),
                        ofParticles.effectiveSampleSize(),
                        ofParticles.count(),
                        problem.correlation().jitter(),
                        islands.size() - 1.0,
                        List.of())
                .judged(disagreement(ofSpread, genealogical));
        return problem.correlation().judge(estimate);
    }

    OrthantPosterior posterior() {
        return new OrthantPosterior(estimate(), guide, events(), genealogicalError(), islands, problem);
    }

    private int events() {
        return islands.stream().mapToInt(Island::events).sum();
    }

    /// The relative standard error from the shares of the final weight that descend from each first particle:
    ///
    ///     relse² = Σ_e (W_e − 1/N)²
    ///
    /// Without resampling this is the ordinary one of independent samples. Source: Chan and Lai 2013, "A general theory of
    /// particle filters in hidden Markov models and some applications".
    private double genealogicalError() {
        WeightSummary total = islands.stream()
                .map(island -> WeightSummary.of(island.logWeights()))
                .reduce(WeightSummary.NONE, WeightSummary::plus);
        double square = 0;
        for (Island island : islands) {
            double[] logWeights = island.logWeights();
            double[] shares = new double[logWeights.length];
            for (int p = 0; p < shares.length; p++) {
                shares[island.ancestors()[p]] += Math.exp(logWeights[p] - total.largest()) / total.sum();
            }
            for (double share : shares) {
                square += Math.pow(share - 1.0 / total.count(), 2);
            }
        }
        return Math.sqrt(square);
    }

    private static List<String> disagreement(double ofSpread, double genealogical) {
        double larger = Math.max(ofSpread, genealogical);
        double smaller = Math.min(ofSpread, genealogical);
        return larger <= LARGEST_DISAGREEMENT * smaller + 1e-9
                ? List.of()
                : List.of("the islands' spread says relative error " + (float) ofSpread + ", the particles' genealogy "
                        + (float) genealogical);
    }
}

package dev.orthant.layers.infinite.orthant;

import dev.orthant.tensor.parallel.Parallel;
import dev.orthant.tensor.random.Streams;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// All islands of one run of [SequentialMonteCarlo] and what they say together.
///
/// @param coordinates for every example its place among the coordinates that were sampled; copies of an example share one
/// @param islands     finished
/// @param jitter      on the diagonal
/// @param guide       what the particles were guided by
@SuppressWarnings("ArrayRecordComponent") // handed from one step to the next; never compared
record Archipelago(int[] coordinates, List<Island> islands, double jitter, GuideReport guide) {
    /// Two error bars that differ by more than this factor cannot both be right.
    private static final double LARGEST_DISAGREEMENT = 2;

    static Archipelago run(SequentialMonteCarlo settings, SignedCorrelation problem, Streams streams) {
        int[] representatives = problem.representatives();
        int[] distinct = IntStream.range(0, problem.size())
                .filter(i -> representatives[i] == i)
                .toArray();
        SignedCorrelation reduced = distinct.length == problem.size() ? problem : problem.part(distinct);
        int[] order = Ordering.LEAST_LIKELY_FIRST.of(reduced.matrix());
        RegularCorrelation correlation = reduced.part(order).regular();
        Guidance guidance = Guidance.of(settings.guide(), correlation);
        LookAhead lookAhead = LookAhead.of(correlation.matrix(), guidance.sites());
        List<Island> islands = Parallel.map(
                settings.islands(), index -> Island.run(lookAhead, settings.particles(), streams.indexed(index)));
        return new Archipelago(
                coordinates(representatives, distinct, order), islands, correlation.jitter(), guidance.report());
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
        return new OrthantEstimate(
                        ofIslands.logMean(),
                        Math.max(ofSpread, genealogical),
                        ofParticles.effectiveSampleSize(),
                        ofParticles.count(),
                        jitter,
                        islands.size() - 1.0,
                        List.of())
                .judged(disagreement(ofSpread, genealogical));
    }

    OrthantPosterior posterior(double[] signedScale) {
        return new OrthantPosterior(
                estimate(), guide, events(), genealogicalError(), islands, coordinates, signedScale);
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

    private static int[] coordinates(int[] representatives, int[] distinct, int[] order) {
        int[] places = new int[representatives.length]; // of the distinct examples
        for (int k = 0; k < order.length; k++) {
            places[distinct[order[k]]] = k;
        }
        return Arrays.stream(representatives).map(i -> places[i]).toArray();
    }
}

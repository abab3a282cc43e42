package dev.orthant.benchmarks.report;

import dev.orthant.benchmarks.measure.Statistics;
import java.util.List;
import java.util.OptionalDouble;

/// One case, measured.
///
/// @param set         rows of one set share a geometric mean
/// @param seconds     ours, the median of the rounds
/// @param bestSeconds ours, the best round
/// @param flops       per second, in the median round
/// @param bytes       per second, in the median round
/// @param peakShare   of the FMA peak measured in the same rounds; 0 where operations are not counted
/// @param bandwidthShare of the triad's bandwidth; above 1 where the data stay in caches
/// @param error       of our result
/// @param peakMegabytes of our heap while we warmed up and ran ([dev.orthant.benchmarks.measure.HeapPeak]); empty where
///     memory is not measured
/// @param duels       against each peer
public record Row(
        String set,
        String name,
        double seconds,
        double bestSeconds,
        double flops,
        double bytes,
        double peakShare,
        double bandwidthShare,
        double error,
        OptionalDouble peakMegabytes,
        List<Duel> duels) {
    /// Against one peer; above 1 ours is faster.
    ///
    /// @param peer       its name
    /// @param median     `r(med)`
    /// @param best       `r(best)`
    /// @param difference between the two results
    public record Duel(String peer, double median, double best, double difference) {
        /// From the times of the same rounds.
        public static Duel of(String peer, double[] ours, double[] theirs, double difference) {
            return new Duel(peer, Statistics.medianRatio(ours, theirs), Statistics.bestRatio(ours, theirs), difference);
        }
    }
}

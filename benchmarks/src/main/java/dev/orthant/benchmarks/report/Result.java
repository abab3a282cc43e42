package dev.orthant.benchmarks.report;

import dev.orthant.benchmarks.measure.Statistics;
import dev.orthant.benchmarks.report.Row.Duel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A group, measured.
///
/// @param bench   name of the group
/// @param threads that worked at most
/// @param kernels that served, with their lanes
/// @param fmaPeak floating-point operations a second
/// @param triad   bytes a second
/// @param missing a line on each peer that is absent
public record Result(
        String bench, int threads, String kernels, double fmaPeak, double triad, List<Row> rows, List<String> missing) {
    /// Of `r(med)` over several rows.
    public record Summary(double geometricMean, double least) {}

    /// Each peer's ratios over all rows that it took part in.
    public Map<String, Summary> byPeer() {
        return byPeer(rows);
    }

    /// Each peer's ratios, set by set.
    public Map<String, Map<String, Summary>> bySet() {
        Map<String, List<Row>> sets = new LinkedHashMap<>();
        rows.forEach(
                row -> sets.computeIfAbsent(row.set(), set -> new ArrayList<>()).add(row));
        Map<String, Map<String, Summary>> summaries = new LinkedHashMap<>();
        sets.forEach((set, members) -> summaries.put(set, byPeer(members)));
        return summaries;
    }

    /// Geometric mean, over all rows, of the share of that limit of the machine that the row is nearer to; at most 1
    /// each, since data that stay in caches beat the triad. 0 without rows.
    public double peakShare() {
        return rows.isEmpty()
                ? 0
                : Statistics.geometricMean(rows.stream()
                        .mapToDouble(row -> Math.min(1, Math.max(row.peakShare(), row.bandwidthShare())))
                        .toArray());
    }

    private static Map<String, Summary> byPeer(List<Row> rows) {
        Map<String, List<Double>> ratios = new LinkedHashMap<>();
        for (Row row : rows) {
            for (Duel duel : row.duels()) {
                ratios.computeIfAbsent(duel.peer(), peer -> new ArrayList<>()).add(duel.median());
            }
        }
        Map<String, Summary> summaries = new LinkedHashMap<>();
        ratios.forEach((peer, values) -> {
            double[] all = values.stream().mapToDouble(Double::doubleValue).toArray();
            summaries.put(peer, new Summary(Statistics.geometricMean(all), Statistics.least(all)));
        });
        return summaries;
    }
}

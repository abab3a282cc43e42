package dev.orthant.benchmarks.report;

import dev.orthant.benchmarks.report.Row.Duel;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Lines of a fixed width, printed as the rows come in.
public final class TextTable {
    private final List<String> peers;
    private final boolean memory;

    /// Without a column of memory.
    ///
    /// @param peers whose columns there are
    public TextTable(List<String> peers) {
        this(peers, false);
    }

    /// @param peers  whose columns there are
    /// @param memory whether our peak of memory has a column
    public TextTable(List<String> peers, boolean memory) {
        this.peers = List.copyOf(peers);
        this.memory = memory;
    }

    /// Two lines above the rows.
    public List<String> head() {
        StringBuilder above =
                new StringBuilder(String.format(Locale.ROOT, "%-28s %9s %8s %8s %6s %6s", "", "", "", "", "", ""));
        StringBuilder names = new StringBuilder(String.format(
                Locale.ROOT, "%-28s %9s %8s %8s %6s %6s", "ours", "time", "GF/s", "GB/s", "%peak", "%triad"));
        if (memory) {
            above.append(String.format(Locale.ROOT, " %8s", ""));
            names.append(String.format(Locale.ROOT, " %8s", "peak MB"));
        }
        for (String peer : peers) {
            above.append(String.format(Locale.ROOT, " | %-23s", peer));
            names.append(String.format(Locale.ROOT, " | %6s %7s %8s", "r(med)", "r(best)", "differ"));
        }
        return List.of(above.toString().stripTrailing(), names.toString());
    }

    /// One line.
    public String line(Row row) {
        StringBuilder line = new StringBuilder(String.format(
                Locale.ROOT,
                "%-28s %9s %8s %8s %6s %6s",
                row.set() + " " + row.name(),
                duration(row.seconds()),
                row.flops() == 0 ? "-" : String.format(Locale.ROOT, "%.1f", row.flops() * 1e-9),
                String.format(Locale.ROOT, "%.1f", row.bytes() * 1e-9),
                row.flops() == 0 ? "-" : String.format(Locale.ROOT, "%.1f", 100 * row.peakShare()),
                String.format(Locale.ROOT, "%.0f", 100 * row.bandwidthShare())));
        if (memory) {
            String megabytes = row.peakMegabytes().isEmpty()
                    ? "-"
                    : String.format(Locale.ROOT, "%.0f", row.peakMegabytes().getAsDouble());
            line.append(String.format(Locale.ROOT, " %8s", megabytes));
        }
        for (String peer : peers) {
            line.append(row.duels().stream()
                    .filter(duel -> duel.peer().equals(peer))
                    .findFirst()
                    .map(TextTable::cells)
                    .orElse(String.format(Locale.ROOT, " | %6s %7s %8s", "-", "-", "-")));
        }
        return line.toString();
    }

    /// Below the rows: what the ratios are on average and at least, set by set and over all.
    public List<String> foot(Result result) {
        List<String> lines = new ArrayList<>();
        lines.add("geometric mean (least) of r(med), above 1 ours is faster");
        result.bySet().forEach((set, summaries) -> lines.add(summary(set, summaries)));
        lines.add(summary("all", result.byPeer()));
        lines.add(String.format(
                Locale.ROOT,
                "FMA peak %.1f GF/s, triad %.1f GB/s; of the nearer limit we reach %.1f %% (geometric mean)",
                result.fmaPeak() * 1e-9,
                result.triad() * 1e-9,
                100 * result.peakShare()));
        lines.addAll(result.missing());
        return lines;
    }

    private String summary(String name, Map<String, Result.Summary> summaries) {
        StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "  %-12s", name));
        for (String peer : peers) {
            Result.Summary summary = summaries.get(peer);
            line.append(
                    summary == null
                            ? String.format(Locale.ROOT, " | %-8s %13s", peer, "-")
                            : String.format(
                                    Locale.ROOT,
                                    " | %-8s %5.2f (%5.2f)",
                                    peer,
                                    summary.geometricMean(),
                                    summary.least()));
        }
        return line.toString();
    }

    private static String cells(Duel duel) {
        return String.format(Locale.ROOT, " | %6.2f %7.2f %8.1e", duel.median(), duel.best(), duel.difference());
    }

    private static String duration(double seconds) {
        return seconds < 1e-3
                ? String.format(Locale.ROOT, "%.2f us", seconds * 1e6)
                : seconds < 1
                        ? String.format(Locale.ROOT, "%.2f ms", seconds * 1e3)
                        : String.format(Locale.ROOT, "%.2f s", seconds);
    }
}

package dev.orthant.experiments.drill;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;

/// Every fault some times over, and a table of what came of it. Stopped by name: nobody had a quorum any more, and all said
/// whose votes were missing.
///
/// @param java   the command up to the name of Orthant's command
/// @param folder for logs
/// @param times  how often each fault happens
/// @param only   part of the names of the faults that are to happen; empty for all
public record FaultTable(List<String> java, Path folder, int times, String only) {
    /// @param told lines of text as it goes
    /// @return true if everything came as it must
    public boolean run(Consumer<String> told) {
        Optional<String> unavailable = NetworkNamespace.unavailable();
        unavailable.ifPresent(why -> told.accept("without faults of the network: " + why));
        told.accept("| fault | as it must | of these stopped by name | longest round, ms | all vote again after, s |");
        told.accept("|---|---|---|---|---|");
        boolean all = true;
        TreeSet<String> words = new TreeSet<>();
        for (Fault fault : EnumSet.allOf(Fault.class)) {
            if (fault.name().toLowerCase(Locale.ROOT).contains(only)
                    && !(fault.needsNetwork() && unavailable.isPresent())) {
                all &= run(fault, told, words);
            }
        }
        words.forEach(word -> told.accept("who stopped said: " + word));
        return all;
    }

    private boolean run(Fault fault, Consumer<String> told, TreeSet<String> words) {
        List<Double> longest = new ArrayList<>();
        List<Double> back = new ArrayList<>();
        List<String> failures = new ArrayList<>();
        int stopped = 0;
        for (int time = 0; time < times; time++) {
            try {
                Fault.Outcome outcome = fault.happen(new Launcher(java, folder));
                add(longest, outcome.longest());
                add(back, outcome.back());
                stopped += outcome.stopped() ? 1 : 0;
                if (!outcome.said().isEmpty()) {
                    words.add(outcome.said().replaceAll("round \\d+", "round …").replaceAll("epoch \\d+", "epoch …"));
                }
            } catch (DrillFailed failed) {
                failures.add("  time " + (time + 1) + ": " + failed.getMessage());
            }
        }
        told.accept(String.format(
                Locale.ROOT,
                "| %s | %d of %d | %d | %s | %s |",
                fault.text(),
                times - failures.size(),
                times,
                stopped,
                range(longest, "%.0f"),
                range(back, "%.1f")));
        failures.forEach(told);
        return failures.isEmpty();
    }

    private static void add(List<Double> numbers, double number) {
        if (!Double.isNaN(number)) {
            numbers.add(number);
        }
    }

    private static String range(List<Double> numbers, String form) {
        if (numbers.isEmpty()) {
            return "–";
        }
        Quantiles quantiles = Quantiles.of(numbers);
        String median = String.format(Locale.ROOT, form, quantiles.median());
        return numbers.size() == 1
                ? median
                : median + " (at most " + String.format(Locale.ROOT, form, quantiles.largest()) + ")";
    }
}

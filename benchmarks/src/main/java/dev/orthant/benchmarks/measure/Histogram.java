package dev.orthant.benchmarks.measure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// How often single calls took how long, of all that were recorded.
///
/// Class i counts the calls that took `first · 2^(i/2)` seconds or more but less than `first · 2^((i+1)/2)`. A class is as
/// wide as what it counts is long, so that a tail a hundred times the median takes a dozen classes.
///
/// @param quantiles seconds, by name, ascending: `p10`, `p50`, `p90`, `p99`, `p99.9`, `max`
/// @param first     seconds; the lower end of the first class that counts a call
/// @param counts    calls in each class up to the last one that counts a call
public record Histogram(Map<String, Double> quantiles, double first, List<Integer> counts) {
    /// Shares of a bar, from few calls to as many as in the fullest class: no bar for none at all.
    private static final String BARS = ".:-=+*#%@";

    private static final Map<String, Double> QUANTILES = quantilesByName();

    private static Map<String, Double> quantilesByName() {
        Map<String, Double> names = new LinkedHashMap<>();
        names.put("p10", 0.1);
        names.put("p50", 0.5);
        names.put("p90", 0.9);
        names.put("p99", 0.99);
        names.put("p99.9", 0.999);
        names.put("max", 1.0);
        return names;
    }

    /// Of measured calls.
    ///
    /// @param sorted nanoseconds of each call, ascending, at least one
    public static Histogram of(long... sorted) {
        if (sorted.length == 0) {
            throw new IllegalArgumentException("histogram: no call came; at least one is required");
        }
        Map<String, Double> quantiles = new LinkedHashMap<>();
        QUANTILES.forEach((name, share) -> quantiles.put(name, quantile(share, sorted) * 1e-9));
        int least = classOf(sorted[0]);
        int[] counts = new int[classOf(sorted[sorted.length - 1]) - least + 1];
        for (long nanos : sorted) {
            counts[classOf(nanos) - least]++;
        }
        List<Integer> list = new ArrayList<>();
        for (int count : counts) {
            list.add(count);
        }
        return new Histogram(quantiles, Math.pow(2, 0.5 * least) * 1e-9, list);
    }

    /// The call of which this share took less time, to the nearest.
    static long quantile(double share, long... sorted) {
        return sorted[(int) Math.round(share * (sorted.length - 1))];
    }

    /// `⌊2 log₂ nanos⌋`, without a logarithm: of nanos², the exponent of a floating point number.
    private static int classOf(long nanos) {
        double positive = Math.max(1, nanos);
        return Math.getExponent(positive * positive);
    }

    /// One line: the quantiles in us, then a bar for each class, as high as its share of the fullest one.
    public String line() {
        StringBuilder line = new StringBuilder();
        quantiles.forEach((name, seconds) -> line.append(String.format(Locale.ROOT, "%s %.1f  ", name, 1e6 * seconds)));
        int fullest = counts.stream().mapToInt(Integer::intValue).max().orElseThrow();
        line.append('|');
        for (int count : counts) {
            line.append(count == 0 ? ' ' : BARS.charAt((int) ((long) count * (BARS.length() - 1) / fullest)));
        }
        return line.append(String.format(Locale.ROOT, "| from %.1f us", 1e6 * first))
                .toString();
    }

    /// What `--json` writes: the quantiles, `from` in seconds and `counts`.
    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>(quantiles);
        json.put("from", first);
        json.put("counts", counts);
        return json;
    }
}

package dev.orthant.experiments.drill;

import java.util.Collection;
import java.util.List;
import java.util.Locale;

/// Median, ninetieth percentile and largest of some numbers.
record Quantiles(double median, double ninetieth, double largest) {
    static Quantiles of(Collection<Double> numbers) {
        if (numbers.isEmpty()) {
            return new Quantiles(Double.NaN, Double.NaN, Double.NaN);
        }
        List<Double> sorted = numbers.stream().sorted().toList();
        return new Quantiles(sorted.get(sorted.size() / 2), sorted.get(sorted.size() * 9 / 10), sorted.getLast());
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.2f median, %.2f p90, %.2f most", median, ninetieth, largest);
    }
}

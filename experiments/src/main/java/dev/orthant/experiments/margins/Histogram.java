package dev.orthant.experiments.margins;

import dev.orthant.experiments.report.Figure;
import dev.orthant.experiments.report.Figure.Curve;
import dev.orthant.experiments.report.Figure.Style;
import java.util.ArrayList;
import java.util.List;

/// Distributions of margins, drawn over a common logarithmic axis. Examples on the wrong side of the boundary have no place on
/// it and are left out; the heights then add up to less than one.
final class Histogram {
    private static final int BINS = 60;

    private Histogram() {}

    /// @param name   in the legend
    /// @param values margins
    record Sample(String name, List<Double> values) {
        Sample {
            values = List.copyOf(values);
        }
    }

    /// Share of the examples per bin, all samples in the same bins.
    static Figure figure(String title, String xAxis, List<Sample> samples) {
        List<Double> positive = samples.stream()
                .flatMap(sample -> sample.values().stream())
                .filter(value -> value > 0 && Double.isFinite(value))
                .sorted()
                .toList();
        List<Curve> curves = new ArrayList<>();
        if (!positive.isEmpty()) {
            double low = Math.log10(positive.getFirst()) - 0.1;
            double high = Math.log10(positive.getLast()) + 0.1;
            samples.forEach(sample -> curves.add(curve(sample, low, high)));
        }
        return new Figure(title, xAxis, "share of the training examples", true, 1.05, curves);
    }

    /// @param low  log₁₀ of the axis' beginning
    /// @param high log₁₀ of its end
    private static Curve curve(Sample sample, double low, double high) {
        double width = (high - low) / BINS;
        List<Double> centres = new ArrayList<>();
        List<Double> shares = new ArrayList<>();
        for (int bin = 0; bin < BINS; bin++) {
            double from = low + bin * width;
            long inside = sample.values().stream()
                    .filter(value -> value > 0 && Math.log10(value) >= from && Math.log10(value) < from + width)
                    .count();
            centres.add(Math.pow(10, from + width / 2));
            shares.add((double) inside / sample.values().size());
        }
        return new Curve(sample.name(), Style.OURS, centres, shares, List.of());
    }
}

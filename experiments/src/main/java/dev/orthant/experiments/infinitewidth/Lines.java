package dev.orthant.experiments.infinitewidth;

import dev.orthant.experiments.report.Figure.Curve;
import dev.orthant.experiments.report.Figure.Style;
import java.util.List;
import java.util.Locale;

/// Least squares, curves and numbers of the reports of this package.
final class Lines {
    private Lines() {}

    /// Slope of the straight line through (ln x, ln y) that fits best.
    static double logLogSlope(List<Double> x, List<Double> y) {
        double meanX = x.stream().mapToDouble(Math::log).average().orElse(Double.NaN);
        double meanY = y.stream().mapToDouble(Math::log).average().orElse(Double.NaN);
        double covariance = 0;
        double variance = 0;
        for (int i = 0; i < x.size(); i++) {
            double distance = Math.log(x.get(i)) - meanX;
            covariance += distance * (Math.log(y.get(i)) - meanY);
            variance += distance * distance;
        }
        return covariance / variance;
    }

    static Curve ours(String name, List<Double> x, List<Double> y) {
        return new Curve(name, Style.OURS, x, y, List.of());
    }

    static Curve published(String name, List<Double> x, List<Double> y) {
        return new Curve(name, Style.PUBLISHED, x, y, List.of());
    }

    static Curve level(String name, List<Double> x, List<Double> y) {
        return new Curve(name, Style.LEVEL, x, y, List.of());
    }

    static String text(double number) {
        return String.format(Locale.ROOT, "%.4g", number);
    }

    static void require(String experiment, String name, Number value, boolean holds, String required) {
        if (!holds) {
            throw new IllegalArgumentException(experiment + ": " + name + " is " + value + "; it must be " + required);
        }
    }
}

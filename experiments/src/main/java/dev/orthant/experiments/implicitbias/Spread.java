package dev.orthant.experiments.implicitbias;

import java.util.List;
import java.util.function.ToDoubleFunction;

/// Mean and standard deviation of a sample.
///
/// @param mean      of the sample
/// @param deviation standard deviation, dividing by the sample's size as the published figures do
/// @param count     size of the sample
record Spread(double mean, double deviation, int count) {
    static <T> Spread of(List<T> sample, ToDoubleFunction<T> value) {
        double mean = sample.stream().mapToDouble(value).average().orElse(Double.NaN);
        double variance = sample.stream()
                .mapToDouble(value)
                .map(number -> (number - mean) * (number - mean))
                .average()
                .orElse(Double.NaN);
        return new Spread(mean, Math.sqrt(variance), sample.size());
    }

    /// Standard error of the mean.
    double standardError() {
        return deviation / Math.sqrt(Math.max(1, count - 1));
    }
}

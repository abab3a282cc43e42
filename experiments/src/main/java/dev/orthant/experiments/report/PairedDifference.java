package dev.orthant.experiments.report;

import java.util.Locale;
import java.util.stream.IntStream;

/// Differences between variants that were measured on the same data sets. The data sets are the independent units: all
/// standard errors are over them.
///
/// @param mean          over the data sets
/// @param standardError of the mean; NaN for a single data set
public record PairedDifference(double mean, double standardError) {
    /// Of `left − right`.
    ///
    /// @param left  one number per data set
    /// @param right one per data set, in the same order
    public static PairedDifference of(double[] left, double[] right) {
        double[] differences = IntStream.range(0, left.length)
                .mapToDouble(i -> left[i] - right[i])
                .toArray();
        double mean = mean(differences);
        return new PairedDifference(mean, standardErrorOfMean(differences, mean));
    }

    /// Which share of the gap between two variants a third one closes, a ratio of means with its error to first order.
    ///
    ///     s = mean(from − variant) / mean(from − to)
    ///     standard error = that of mean[(from − variant) − s (from − to)] / |mean(from − to)|
    ///
    /// @param from    errors where the gap begins, one per data set
    /// @param to      errors where it ends
    /// @param variant errors in question
    public static PairedDifference shareOfGap(double[] from, double[] to, double[] variant) {
        double gap = of(from, to).mean();
        double share = of(from, variant).mean() / gap;
        double[] rest = IntStream.range(0, from.length)
                .mapToDouble(i -> from[i] - variant[i] - share * (from[i] - to[i]))
                .toArray();
        return new PairedDifference(share, standardErrorOfMean(rest, mean(rest)) / Math.abs(gap));
    }

    /// The mean of one variant.
    public static PairedDifference ofMean(double[] values) {
        return of(values, new double[values.length]);
    }

    /// More than two standard errors above 0.
    public boolean positive() {
        return mean > 2 * standardError;
    }

    /// `0.123 ± 0.045`
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.3f ± %.3f", mean, standardError);
    }

    private static double mean(double[] values) {
        return IntStream.range(0, values.length).mapToDouble(i -> values[i]).sum() / values.length;
    }

    private static double standardErrorOfMean(double[] values, double mean) {
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        return values.length < 2 ? Double.NaN : Math.sqrt(squares / ((values.length - 1.0) * values.length));
    }
}

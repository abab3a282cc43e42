package dev.orthant.benchmarks.measure;

import java.util.Arrays;

/// The few numbers that times are reduced to.
public final class Statistics {
    private Statistics() {}

    /// The middle value, or the mean of the two in the middle.
    ///
    /// @throws IllegalArgumentException if there is none
    public static double median(double... values) {
        requireSome("median", values);
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    /// @throws IllegalArgumentException if there is none
    public static double least(double... values) {
        requireSome("least", values);
        return Arrays.stream(values).min().orElseThrow();
    }

    /// `(Π xᵢ)^(1/n)`, of positive numbers.
    ///
    /// @throws IllegalArgumentException if there is none
    public static double geometricMean(double... values) {
        requireSome("geometric mean", values);
        return Math.exp(Arrays.stream(values).map(Math::log).sum() / values.length);
    }

    /// `r(med)`: the median over rounds of their time / our time.
    ///
    /// @param ours   seconds, round by round
    /// @param theirs … of the same rounds
    public static double medianRatio(double[] ours, double[] theirs) {
        if (ours.length != theirs.length) {
            throw new IllegalArgumentException("median ratio: " + ours.length + " and " + theirs.length
                    + " rounds came; both sides must have run in every round");
        }
        double[] ratios = new double[ours.length];
        Arrays.setAll(ratios, i -> theirs[i] / ours[i]);
        return median(ratios);
    }

    /// `r(best)`: their best time / our best time.
    public static double bestRatio(double[] ours, double[] theirs) {
        return least(theirs) / least(ours);
    }

    private static void requireSome(String operation, double... values) {
        if (values.length == 0) {
            throw new IllegalArgumentException(operation + ": no value came; at least one is required");
        }
    }
}

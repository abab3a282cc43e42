package dev.orthant.experiments.bayespoint;

import java.util.Arrays;

/// How far the votes of a committee are worth trusting. For an image with mean vote v = mean over functions of sign f(x):
///
///     probability of +1   p = (1 + v)/2
///     confidence          |v|; the committee says sign v, and 0 is wrong
///
/// @param accuracy     of the majority, in [0, 1]
/// @param brier        mean of (p − [y = 1])², in [0, 1]; 1/4 for votes of 0 throughout
/// @param calibration  expected calibration error: mean over images of |share right − mean of max(p, 1 − p)|, both over the
///                     images in the same of ten bins of max(p, 1 − p) from ½ to 1; in [0, ½]
/// @param divided      share of images on which not all functions agree
/// @param errorArea    area under the ROC curve of 1 − |v| as a sign of an error; NaN without errors or without hits
record Uncertainty(double accuracy, double brier, double calibration, double divided, double errorArea) {
    private static final int BINS = 10;

    /// @param votes  v, one per image, each in [−1, 1]
    /// @param labels each −1 or 1
    static Uncertainty of(double[] votes, int[] labels) {
        int count = votes.length;
        double brier = 0;
        double divided = 0;
        boolean[] right = new boolean[count];
        for (int i = 0; i < count; i++) {
            right[i] = votes[i] * labels[i] > 0;
            double miss = (1 + votes[i] * labels[i]) / 2 - 1;
            brier += miss * miss / count;
            divided += Math.abs(votes[i]) < 1 - 1e-9 ? 1.0 / count : 0; // a mean of ±1: rounding
        }
        double[] hits = doubts(votes, right, true);
        double[] errors = doubts(votes, right, false);
        return new Uncertainty(
                (double) hits.length / count, brier, calibration(votes, right), divided, areaUnderCurve(hits, errors));
    }

    /// 1 − |v| of each.
    static double[] doubts(double... votes) {
        return Arrays.stream(votes).map(vote -> 1 - Math.abs(vote)).toArray();
    }

    private static double[] doubts(double[] votes, boolean[] right, boolean wanted) {
        double[] chosen = new double[votes.length];
        int count = 0;
        for (int i = 0; i < votes.length; i++) {
            if (right[i] == wanted) {
                chosen[count++] = votes[i];
            }
        }
        return doubts(Arrays.copyOf(chosen, count));
    }

    private static double calibration(double[] votes, boolean[] right) {
        double[] surplus = new double[BINS]; // hits less what was promised
        for (int i = 0; i < votes.length; i++) {
            double confidence = Math.abs(votes[i]);
            int bin = Math.min(BINS - 1, (int) (confidence * BINS));
            surplus[bin] += (right[i] ? 1 : 0) - (1 + confidence) / 2;
        }
        return Arrays.stream(surplus).map(Math::abs).sum() / votes.length;
    }

    /// Area under the ROC curve: the probability that a number of the second set is larger than one of the first, ties half.
    /// NaN if a set is empty.
    static double areaUnderCurve(double[] lower, double[] higher) {
        double wins = 0;
        for (double high : higher) {
            for (double low : lower) {
                // numbers of votes over their count: equal ones may differ by rounding
                wins += high > low + 1e-9 ? 1 : high < low - 1e-9 ? 0 : 0.5;
            }
        }
        return wins / ((double) lower.length * higher.length);
    }
}
